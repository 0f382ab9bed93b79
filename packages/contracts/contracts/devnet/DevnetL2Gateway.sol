// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ISESHL2} from "../interfaces/ISESHL2.sol";
import {DevnetBridge} from "./DevnetBridge.sol";

/// @title Custom gateway on a devnet's L2
/// @notice DEVNETS ONLY, see {DevnetBridge}. Mints what was taken in on L1, burns what goes back. Functions are named
/// and shaped as Arbitrum's, as far as the bridge and a withdrawer call them.
contract DevnetL2Gateway is DevnetBridge {
    /// @notice Counterparts on L2.
    mapping(address l1Token => address l2Token) public l1ToL2Token;

    /// @notice A counterpart became known here.
    event TokenSet(address indexed l1Token, address indexed l2Token);
    /// @notice Tokens taken in on L1 were minted.
    event DepositFinalized(address indexed l1Token, address indexed from, address indexed to, uint256 number, uint256 amount);
    /// @notice Tokens were burned; to be handed out on L1.
    event WithdrawalInitiated(address l1Token, address indexed from, address indexed to, uint256 indexed number, uint256 amount);

    constructor(address relayer_) DevnetBridge(relayer_) {}

    /// @notice Names counterparts. Relayer; a repetition is allowed, as on L1.
    function registerTokenFromL1(address[] calldata l1Tokens, address[] calldata l2Tokens) external onlyRelayer {
        for (uint256 i = 0; i < l1Tokens.length; ++i) {
            l1ToL2Token[l1Tokens[i]] = l2Tokens[i];
            emit TokenSet(l1Tokens[i], l2Tokens[i]);
        }
    }

    /// @notice Mints what was taken in on L1. Relayer.
    /// @param data Number of the deposit on L1, then anything.
    function finalizeInboundTransfer(
        address l1Token,
        address from,
        address to,
        uint256 amount,
        bytes calldata data
    ) external onlyRelayer {
        uint256 number = abi.decode(data, (uint256));
        _finalize(number);
        emit DepositFinalized(l1Token, from, to, number, amount);
        _counterpart(l1Token).bridgeMint(to, amount);
    }

    /// @notice Burns the caller's tokens, for `to` on L1.
    function outboundTransfer(
        address l1Token,
        address to,
        uint256 amount,
        bytes calldata
    ) external returns (bytes memory) {
        uint256 number = nextNumber++;
        emit WithdrawalInitiated(l1Token, msg.sender, to, number, amount);
        _counterpart(l1Token).bridgeBurn(msg.sender, amount);
        return abi.encode(number);
    }

    function _counterpart(address l1Token) private view returns (ISESHL2) {
        address l2Token = l1ToL2Token[l1Token];
        if (l2Token == address(0)) revert TokenNotRegistered(l1Token);
        return ISESHL2(l2Token);
    }
}
