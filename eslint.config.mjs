// Typed lint for the whole tree. Purity and directions of imports are checked by test/architecture.
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "out/", "node_modules/", ".workbench/", "media/", "test/fixtures/"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { project: ["./tsconfig.json", "./src/core/tsconfig.json", "./webview/tsconfig.json", "./test/tsconfig.json"], tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-definitions": "off",
      // Contradicts no-non-null-assertion, which is the stricter of the two.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      // A port's method is async whether or not this implementation waits.
      "@typescript-eslint/require-await": "off",
      // The editor's Disposable is used as an interface.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      // Spreading a string into its code points is what is meant.
      "@typescript-eslint/no-misused-spread": "off",
      "max-lines": ["error", { max: 400 }],
      eqeqeq: "error",
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-empty-function": "off",
      // Mocha takes a reporter as a class.
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/explicit-module-boundary-types": "off",
      "max-lines": "off",
    },
  },
  { files: ["*.mjs"], extends: [tseslint.configs.disableTypeChecked] },
);
