import { buildModule } from "@nomicfoundation/ignition-core";

/**
 * The token on L1: mints the whole supply, 240,000,000 SESH, to its holder, who bridges it.
 * Parameters: holder, l1Gateway, l1Router, registrar.
 */
export default buildModule("TokenGeneration", (m) => {
  const sesh = m.contract("SESH", [
    m.getParameter("holder"),
    m.getParameter("l1Gateway"),
    m.getParameter("l1Router"),
    m.getParameter("registrar"),
  ]);
  return { sesh };
});
