import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';

const rules = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // Numbers in sentences are what this program is about.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  // Indexing a typed array inside its bounds needs no proof.
  '@typescript-eslint/no-non-null-assertion': 'off',
  '@typescript-eslint/consistent-type-imports': 'error',
};

const ofThePage = [
  'electron/preload.ts',
  'electron/channels.ts',
  'test/browser/**',
  'test/unit/renderer/**',
  'test/support/window/**',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules,
  },
  {
    // Types are worked out once for all folders rather than once for each; what needs the DOM's types is left out.
    files: ['core/**/*.ts', 'electron/**/*.ts', 'build/**/*.ts', 'test/**/*.ts', 'vitest.config.ts'],
    ignores: ofThePage,
    languageOptions: { parserOptions: { projectService: false, project: ['tsconfig.lint.json'] } },
  },
  {
    // Only vue-tsc knows the types of components.
    files: ['renderer/main.ts', 'test/support/window/main.ts'],
    rules: { '@typescript-eslint/no-unsafe-argument': 'off' },
  },
  {
    files: ['renderer/**/*.vue'],
    extends: [tseslint.configs.strictTypeChecked, vue.configs['flat/recommended']],
    languageOptions: {
      parser: vueParser,
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      ...rules,
      // These two do not see what templates and props do to types.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-useless-default-assignment': 'off',
      // Layout is prettier's.
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      // An absent optional prop is undefined, as its type says.
      'vue/require-default-prop': 'off',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/define-macros-order': 'error',
      'vue/no-v-html': 'error',
    },
  },
);
