import { defineSite } from "@session/web/build";

export default defineSite();
