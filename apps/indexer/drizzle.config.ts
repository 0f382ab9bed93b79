import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: ["./src/raw/schema.ts", "./src/views/*/schema.ts", "./src/registrations/schema.ts", "./src/alerts/schema.ts"],
  out: "./migrations",
});
