// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IArbitrumCustomToken} from "./IArbitrumGateways.sol";

/// @title SESH
/// @notice SESH on L1: "Session Token", 9 decimals, with permit. 240,000,000 are minted at deployment, none ever after.
/// Arbitrum's custom gateway holds what is on L2.
interface ISESH is IERC20Metadata, IERC20Permit, IArbitrumCustomToken {
    /// @notice The token's counterpart on L2 was given to the gateway.
    event RegisteredOnL2(address indexed l2Token, uint256 gatewayTicket, uint256 routerTicket);

    /// @notice Only the registrar.
    error NotRegistrar(address account);
    /// @notice The value sent isn't that of the two tickets.
    error WrongValue(uint256 actual, uint256 expected);
    /// @notice The counterpart is fixed; only the same can be registered again.
    error RegisteredElsewhere(address registered, address asked);
    /// @notice Nobody is registering the token now.
    error NotRegistering();
    /// @notice An address that must be set is zero.
    error ZeroAddress();

    /// @notice May register the token on L2, nothing else.
    function registrar() external view returns (address);

    /// @notice Arbitrum's custom gateway on L1.
    function l1Gateway() external view returns (address);

    /// @notice Arbitrum's gateway router on L1.
    function l1Router() external view returns (address);

    /// @notice The token on L2; zero until it is registered.
    function l2Address() external view returns (address);
}
