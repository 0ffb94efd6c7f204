// Owns the colours and faces of pictures: the editor's theme, and paper. Refuses layout.

/** What a picture is drawn with. Values are SVG paint and font values. */
export interface FigureStyle {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  /** One colour a stratum; hollow against filled tells real from simulated, never colour alone. */
  readonly negative: string;
  readonly positive: string;
  readonly font: string;
  /** Draws the background itself; a page has its own. */
  readonly paper: boolean;
  /** Rows can take the focus and say what they show. */
  readonly interactive: boolean;
}

/** Follows the editor's theme by the page's style variables. */
export const THEME_STYLE: FigureStyle = {
  text: "var(--fidelity-text)",
  muted: "var(--fidelity-muted)",
  grid: "var(--fidelity-grid)",
  background: "var(--fidelity-background)",
  negative: "var(--fidelity-negative)",
  positive: "var(--fidelity-positive)",
  font: "var(--fidelity-font)",
  paper: false,
  interactive: true,
};

/** Light, for files. Vermilion and blue of Okabe and Ito, told apart with every kind of colour vision. */
export const PAPER_STYLE: FigureStyle = {
  text: "#1b1b1b",
  muted: "#595959",
  grid: "#d4d4d4",
  background: "#ffffff",
  negative: "#c44e00",
  positive: "#0072b2",
  font: "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif",
  paper: true,
  interactive: false,
};
