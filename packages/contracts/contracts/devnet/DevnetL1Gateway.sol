// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {
    IArbitrumCustomGateway,
    IArbitrumCustomToken,
    IArbitrumGatewayRouter
} from "../interfaces/IArbitrumGateways.sol";
import {DevnetBridge} from "./DevnetBridge.sol";

/// @title Custom gateway and gateway router on a devnet's L1, in one
/// @notice DEVNETS ONLY, see {DevnetBridge}. Holds what is on L2. Functions are named and shaped as Arbitrum's, as far
/// as SESH and a depositor call them; the tickets' gas and costs mean nothing here, and value goes back at once.
contract DevnetL1Gateway is DevnetBridge, IArbitrumCustomGateway, IArbitrumGatewayRouter {
    using SafeERC20 for IERC20;

    uint8 private constant ARBITRUM_ENABLED = 0xb1;

    /// @notice Counterparts on L2.
    mapping(address l1Token => address l2Token) public l1ToL2Token;
    /// @notice Gateways as the router knows them.
    mapping(address l1Token => address gateway) public l1TokenToGateway;

    /// @notice A token named its counterpart; to be told on L2.
    event TokenSet(address indexed l1Token, address indexed l2Token, uint256 number);
    /// @notice A token named its gateway.
    event GatewaySet(address indexed l1Token, address indexed gateway);
    /// @notice Tokens were taken in; to be minted on L2.
    event DepositInitiated(address l1Token, address indexed from, address indexed to, uint256 indexed number, uint256 amount);
    /// @notice Tokens burned on L2 were handed out.
    event WithdrawalFinalized(address l1Token, address indexed from, address indexed to, uint256 indexed number, uint256 amount);

    /// @notice The caller isn't a token that is registering itself.
    error NotArbitrumEnabled(address token);
    /// @notice A counterpart can't be changed.
    error CounterpartFixed(address registered, address asked);

    constructor(address relayer_) DevnetBridge(relayer_) {}

    /// @inheritdoc IArbitrumCustomGateway
    function registerTokenToL2(
        address l2Address,
        uint256,
        uint256,
        uint256,
        address creditBackAddress
    ) external payable override returns (uint256 number) {
        _requireEnabled();
        address registered = l1ToL2Token[msg.sender];
        if (registered != address(0) && registered != l2Address) revert CounterpartFixed(registered, l2Address);
        l1ToL2Token[msg.sender] = l2Address;
        number = nextNumber++;
        emit TokenSet(msg.sender, l2Address, number);
        Address.sendValue(payable(creditBackAddress), msg.value);
    }

    /// @inheritdoc IArbitrumGatewayRouter
    function setGateway(
        address gateway,
        uint256,
        uint256,
        uint256,
        address creditBackAddress
    ) external payable override returns (uint256 number) {
        _requireEnabled();
        l1TokenToGateway[msg.sender] = gateway;
        number = nextNumber++;
        emit GatewaySet(msg.sender, gateway);
        Address.sendValue(payable(creditBackAddress), msg.value);
    }

    /// @notice Takes tokens in, for `to` on L2.
    function outboundTransfer(
        address l1Token,
        address to,
        uint256 amount,
        uint256,
        uint256,
        bytes calldata
    ) external payable returns (bytes memory) {
        if (l1ToL2Token[l1Token] == address(0) || l1TokenToGateway[l1Token] != address(this)) {
            revert TokenNotRegistered(l1Token);
        }
        uint256 number = nextNumber++;
        emit DepositInitiated(l1Token, msg.sender, to, number, amount);
        IERC20(l1Token).safeTransferFrom(msg.sender, address(this), amount);
        Address.sendValue(payable(msg.sender), msg.value);
        return abi.encode(number);
    }

    /// @notice Hands out what was burned on L2. Relayer.
    /// @param data Number of the withdrawal on L2, then anything.
    function finalizeInboundTransfer(
        address l1Token,
        address from,
        address to,
        uint256 amount,
        bytes calldata data
    ) external onlyRelayer {
        uint256 number = abi.decode(data, (uint256));
        _finalize(number);
        emit WithdrawalFinalized(l1Token, from, to, number, amount);
        IERC20(l1Token).safeTransfer(to, amount);
    }

    function _requireEnabled() private view {
        if (IArbitrumCustomToken(msg.sender).isArbitrumEnabled() != ARBITRUM_ENABLED) {
            revert NotArbitrumEnabled(msg.sender);
        }
    }
}
