// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {
    IArbitrumCustomGateway,
    IArbitrumCustomToken,
    IArbitrumGatewayRouter
} from "../interfaces/IArbitrumGateways.sol";
import {ISESH} from "../interfaces/ISESH.sol";

/// @title See {ISESH}
/// @dev Not upgradeable and without an owner. A registration may have to be repeated, because a retryable ticket can
/// expire on L2, but never for another counterpart.
contract SESH is ERC20, ERC20Permit, ISESH {
    /// @dev 9 decimals.
    uint256 private constant SUPPLY = 240_000_000e9;
    /// @dev What Arbitrum's gateways expect (their 0xa4b1 cut to 8 bits).
    uint8 private constant ARBITRUM_ENABLED = 0xb1;

    address public immutable override registrar;
    address public immutable override l1Gateway;
    address public immutable override l1Router;
    address public override l2Address;
    bool private transient _registering;

    /// @param holder_ Gets the whole supply.
    constructor(
        address holder_,
        address l1Gateway_,
        address l1Router_,
        address registrar_
    ) ERC20("Session Token", "SESH") ERC20Permit("Session Token") {
        if (l1Gateway_ == address(0) || l1Router_ == address(0) || registrar_ == address(0)) revert ZeroAddress();
        l1Gateway = l1Gateway_;
        l1Router = l1Router_;
        registrar = registrar_;
        _mint(holder_, SUPPLY);
    }

    /// @inheritdoc IArbitrumCustomToken
    function registerTokenOnL2(
        address l2CustomTokenAddress,
        uint256 maxSubmissionCostForCustomGateway,
        uint256 maxSubmissionCostForRouter,
        uint256 maxGasForCustomGateway,
        uint256 maxGasForRouter,
        uint256 gasPriceBid,
        uint256 valueForGateway,
        uint256 valueForRouter,
        address creditBackAddress
    ) external payable override {
        _fixCounterpart(l2CustomTokenAddress);
        if (msg.value != valueForGateway + valueForRouter) {
            revert WrongValue(msg.value, valueForGateway + valueForRouter);
        }
        _registering = true;
        uint256 gatewayTicket = IArbitrumCustomGateway(l1Gateway).registerTokenToL2{value: valueForGateway}(
            l2CustomTokenAddress,
            maxGasForCustomGateway,
            gasPriceBid,
            maxSubmissionCostForCustomGateway,
            creditBackAddress
        );
        uint256 routerTicket = IArbitrumGatewayRouter(l1Router).setGateway{value: valueForRouter}(
            l1Gateway,
            maxGasForRouter,
            gasPriceBid,
            maxSubmissionCostForRouter,
            creditBackAddress
        );
        _registering = false;
        emit RegisteredOnL2(l2CustomTokenAddress, gatewayTicket, routerTicket);
    }

    /// @inheritdoc IArbitrumCustomToken
    function isArbitrumEnabled() external view override returns (uint8) {
        if (!_registering) revert NotRegistering();
        return ARBITRUM_ENABLED;
    }

    /// @inheritdoc IERC20Metadata
    function decimals() public pure override(ERC20, IERC20Metadata) returns (uint8) {
        return 9;
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner) public view override(ERC20Permit, IERC20Permit) returns (uint256) {
        return super.nonces(owner);
    }

    function _fixCounterpart(address l2Token) private {
        if (msg.sender != registrar) revert NotRegistrar(msg.sender);
        if (l2Token == address(0)) revert ZeroAddress();
        if (l2Address != address(0) && l2Address != l2Token) revert RegisteredElsewhere(l2Address, l2Token);
        l2Address = l2Token;
    }
}
