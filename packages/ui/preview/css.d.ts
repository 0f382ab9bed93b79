// Vite takes stylesheets as modules; TypeScript has to be told.
declare module "*.css";
