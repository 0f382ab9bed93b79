import { config } from "zod";

// Zod tries whether it may make code from text, which the page's policy forbids and reports. It is imported first.
config({ jitless: true });
