// What jsdom lacks and the page's packages ask for while they load. Does nothing outside jsdom.
if (typeof window !== "undefined") {
  const list = { matches: false, addListener: () => undefined, addEventListener: () => undefined, removeEventListener: () => undefined };
  Object.assign(window, { matchMedia: () => list });
  Object.assign(globalThis, {
    matchMedia: () => list,
    ResizeObserver: class {
      observe(): void {
        // jsdom lays nothing out, so nothing ever changes size.
      }
    },
  });
}
