// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @notice The cheat codes the Solidity tests use, as the test runner offers them at a fixed address.
interface Vm {
    function assume(bool condition) external pure;
    function expectPartialRevert(bytes4 selector) external;
    function warp(uint256 timestamp) external;
}

/// @dev Address of the cheat codes: the low 20 bytes of keccak256("hevm cheat code").
Vm constant VM = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
