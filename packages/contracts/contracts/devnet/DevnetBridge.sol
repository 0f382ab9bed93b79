// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {OwnerSettings} from "../rewards/OwnerSettings.sol";

/// @title What both ends of the devnet's bridge share
/// @notice DEVNETS ONLY. Where Arbitrum proves messages between the chains, here one account, the relayer, is believed.
/// The constructor refuses every chain that isn't a devnet by its id (docs/decisions/0002-devnet-chain-ids.md).
abstract contract DevnetBridge {
    /// @notice Whose word counts for what happened on the other chain.
    address public immutable relayer;
    /// @notice Messages from the other chain that were carried out, by their number there.
    mapping(uint256 number => bool) public finalized;
    /// @notice Number of the next message to the other chain.
    uint256 public nextNumber = 1;

    /// @notice This bridge proves nothing, so it stands on devnets only.
    error NotADevnet(uint256 chainId);
    /// @notice Only the relayer.
    error NotRelayer(address account);
    /// @notice The message was carried out before.
    error AlreadyFinalized(uint256 number);
    /// @notice The token has no counterpart yet.
    error TokenNotRegistered(address token);

    constructor(address relayer_) {
        if (!OwnerSettings.isDevnet(block.chainid)) revert NotADevnet(block.chainid);
        relayer = relayer_;
    }

    modifier onlyRelayer() {
        if (msg.sender != relayer) revert NotRelayer(msg.sender);
        _;
    }

    function _finalize(uint256 number) internal {
        if (finalized[number]) revert AlreadyFinalized(number);
        finalized[number] = true;
    }
}
