// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

// Named here so that the compiler builds them with the project's settings: each contract stands behind a transparent
// proxy, whose admin belongs to the timelock of upgrades; parameters belong to another, shorter one.
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {TransparentUpgradeableProxy} from "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
