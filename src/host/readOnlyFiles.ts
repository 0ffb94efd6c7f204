// Owns documents of a scheme of ours as read-only files of the editor: with breadcrumbs, and tabs that survive a reload. Refuses writing,
// folders and what the documents say.
import * as vscode from "vscode";

export class ReadOnlyFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #read: (uri: vscode.Uri) => Promise<string>;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #owned: vscode.Disposable;
  /** Time of the last change of everything shown; the editor reads again what is newer than what it has. */
  #modified = Date.now();

  readonly onDidChangeFile = this.#changed.event;

  /** `read` makes the text of an address; it rejects with `FileNotFound` for one that is none. */
  constructor(scheme: string, read: (uri: vscode.Uri) => Promise<string>) {
    this.#read = read;
    this.#owned = vscode.Disposable.from(this.#changed, vscode.workspace.registerFileSystemProvider(scheme, this, { isReadonly: true, isCaseSensitive: true }));
  }

  /** These open documents say something else now. */
  change(uris: readonly vscode.Uri[]): void {
    this.#modified = Math.max(Date.now(), this.#modified + 1);
    if (uris.length > 0) this.#changed.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const bytes = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#modified, size: bytes.byteLength, permissions: vscode.FilePermission.Readonly };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.#read(uri));
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
