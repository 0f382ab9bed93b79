// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {ISESHL2} from "../interfaces/ISESHL2.sol";

/// @title See {ISESHL2}
/// @dev Not upgradeable and without an owner: only the gateway changes the supply.
contract SESHL2 is ERC20, ERC20Permit, ISESHL2 {
    address public immutable override l1Address;
    address public immutable override l2Gateway;

    constructor(address l1Address_, address l2Gateway_) ERC20("Session Token", "SESH") ERC20Permit("Session Token") {
        if (l1Address_ == address(0) || l2Gateway_ == address(0)) revert ZeroAddress();
        l1Address = l1Address_;
        l2Gateway = l2Gateway_;
    }

    modifier onlyGateway() {
        if (msg.sender != l2Gateway) revert NotGateway(msg.sender);
        _;
    }

    /// @inheritdoc ISESHL2
    function bridgeMint(address account, uint256 amount) external override onlyGateway {
        _mint(account, amount);
    }

    /// @inheritdoc ISESHL2
    function bridgeBurn(address account, uint256 amount) external override onlyGateway {
        _burn(account, amount);
    }

    /// @inheritdoc IERC20Metadata
    function decimals() public pure override(ERC20, IERC20Metadata) returns (uint8) {
        return 9;
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner) public view override(ERC20Permit, IERC20Permit) returns (uint256) {
        return super.nonces(owner);
    }
}
