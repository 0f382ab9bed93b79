// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title SESHL2
/// @notice SESH on Arbitrum: "Session Token", 9 decimals, with permit. Its supply is what the bridge has brought over.
/// The three functions below are the interface Arbitrum's gateways expect of a token (IArbToken).
interface ISESHL2 is IERC20Metadata, IERC20Permit {
    /// @notice Only the bridge's gateway mints and burns.
    error NotGateway(address account);
    /// @notice An address that must be set is zero.
    error ZeroAddress();

    /// @notice Mints tokens locked on L1. Gateway only.
    function bridgeMint(address account, uint256 amount) external;

    /// @notice Burns tokens to be released on L1. Gateway only.
    function bridgeBurn(address account, uint256 amount) external;

    /// @notice The token on L1.
    function l1Address() external view returns (address);

    /// @notice The gateway on L2.
    function l2Gateway() external view returns (address);
}
