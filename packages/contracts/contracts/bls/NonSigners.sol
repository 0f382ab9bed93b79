// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Bls12381, G1Point} from "./Bls12381.sol";
import {IBlsErrors} from "./BlsErrors.sol";
import {Eip2537} from "./Eip2537.sol";
import {KeyBlobs} from "./KeyBlobs.sol";

/// @title Sum of the keys of the nodes that did not sign
/// @notice Written for the cost per absent node: 375 gas of G1ADD, 100 of its call, and as little else as can be.
/// @dev Everything here works on one piece of memory, the workspace:
///     0   running sum, EIP-2537 (128)
///     128 next key, EIP-2537 (128); its padding is zeroed once
///     256 table of bit positions (288)
///     544 copied key (96)
/// A whole page is copied behind everything allocated.
library NonSigners {
    uint256 private constant ENTRY_BYTES = 34;
    uint256 private constant KEY_BYTES = 96;
    uint256 private constant PAGE_BYTES = 24_576;
    /// @dev From this many keys of a page on it is cheaper to copy the whole page than each key (measured).
    uint256 private constant WHOLE_PAGE_FROM = 24;

    uint256 private constant TABLE = 256;
    uint256 private constant KEYS = 544;
    uint256 private constant G1ADD = 0x0b;
    uint256 private constant G1ADD_GAS = 470;

    /// @notice Where keys are: in pages below `pagedWords`, in groups of 16 from there below the id `groupedEnd`, in
    /// blobs of their own above.
    struct Places {
        uint256 pagedWords;
        uint256 groupedEnd;
    }

    /// @notice Subtracts the keys of all nodes named.
    /// @param active bitmap of active signers
    /// @param places where keys are
    /// @param aggregate sum of the keys of all active signers
    /// @param nonSigners packed entries `uint16 word ‖ uint256 bits`, not empty; see SignerSet.aggregateWithout
    /// @return key what is left, infinity perhaps
    /// @return absent number of nodes named
    function subtract(
        mapping(uint256 word => uint256 bits) storage active,
        Places memory places,
        G1Point memory aggregate,
        bytes calldata nonSigners
    ) internal view returns (G1Point memory key, uint256 absent) {
        if (nonSigners.length % ENTRY_BYTES != 0) revert IBlsErrors.MalformedNonSigners(nonSigners.length);
        uint256 template = KeyBlobs.addressTemplate();
        uint256 workspace = _createWorkspace();
        uint256 end = nonSigners.length;
        uint256 least = 0;
        for (uint256 offset = 0; offset < end; offset += ENTRY_BYTES) {
            (uint256 word, uint256 bits) = _entry(nonSigners, offset);
            if (word < least) revert IBlsErrors.NonSignersNotAscending(least - 1, word);
            if (bits == 0) revert IBlsErrors.EmptyNonSignersWord(word);
            uint256 unknown = bits & ~active[word];
            if (unknown != 0) revert IBlsErrors.NonSignersNotActive(word, unknown);
            least = word + 1;
            uint256 number = _popCount(bits);
            absent += number;
            if (!_addWord(workspace, template, places, word, bits, number)) _explainFailure();
        }
        // aggregate − sum, where the next key stood.
        Bls12381.negateStored(workspace);
        Bls12381.store(aggregate, workspace + 128);
        Eip2537.call(Eip2537.G1ADD, G1ADD_GAS, workspace, 256, workspace, 128);
        key = Bls12381.load(workspace);
    }

    /// @dev Adds `number` keys of one word from wherever they are.
    function _addWord(
        uint256 workspace,
        uint256 template,
        Places memory places,
        uint256 word,
        uint256 bits,
        uint256 number
    ) private view returns (bool added) {
        if (word < places.pagedWords) {
            address page = KeyBlobs.addressOf(template, KeyBlobs.PAGE_SALT | word);
            if (number < WHOLE_PAGE_FROM) return _addFromBlob(workspace, page, bits);
            return _addWholePage(workspace, page, bits);
        }
        uint256 firstId = word << 8;
        uint256 singles = bits;
        added = true;
        if (places.groupedEnd > firstId) {
            uint256 grouped = places.groupedEnd - firstId;
            uint256 groupedBits = grouped < 256 ? bits & ((1 << grouped) - 1) : bits;
            singles = bits ^ groupedBits;
            for (uint256 group = firstId >> 4; groupedBits != 0; groupedBits >>= 16) {
                uint256 places16 = groupedBits & 0xffff;
                if (places16 != 0) {
                    address blob = KeyBlobs.addressOf(template, KeyBlobs.GROUP_SALT | group);
                    added = _addFromBlob(workspace, blob, places16) && added;
                }
                ++group;
            }
        }
        added = _addSingles(workspace, template, firstId, singles) && added;
    }

    function _entry(bytes calldata nonSigners, uint256 pointer) private pure returns (uint256 word, uint256 bits) {
        assembly ("memory-safe") {
            let from := add(nonSigners.offset, pointer)
            word := shr(240, calldataload(from))
            bits := calldataload(add(from, 2))
        }
    }

    /// @dev The table gives b at 2^b mod 269: 269 is the least modulus that tells all 256 powers of two apart.
    function _createWorkspace() private pure returns (uint256 workspace) {
        workspace = Eip2537.allocate(KEYS + KEY_BYTES);
        assembly ("memory-safe") {
            calldatacopy(workspace, calldatasize(), 256)
            let table := add(workspace, TABLE)
            mstore(table, 0x0000016d02d06e1303dad1e66f8e14310469dbdfd280e7b070948f3b15bb3200)
            mstore(add(table, 32), 0x05476ae3dc38e0fbd3c881fee89eb120712695d690c43caa1640bccb330c00ed)
            mstore(add(table, 64), 0x065248846b11e42fddae3900e1f9fc1ed4a8c9eb822dff1ce91a9fa1b26421a3)
            mstore(add(table, 96), 0x727a27b49600d7669144c5233d4faba517774174bd5ccc7c34c00d290058eeb6)
            mstore(add(table, 128), 0x075f539849f285006ccf12d9e58d3068de7faf933aba0046e237fac7fd9d1f25)
            mstore(add(table, 160), 0xd5c3a93fca0bec5183102ead00f81da7ea2c1b19a063a279b3006543224ea476)
            mstore(add(table, 192), 0x735b7bbf2857b55e97f100ced88c677e92b94536c69c24c23e0a500facf7a62b)
            mstore(add(table, 224), 0x18627800424d755abe565df0cd8b7db8359bc1090ef62a61004c5955ef8ab79a)
            mstore(add(table, 256), 0x08f5604b548999f44a88f3878600000000000000000000000000000000000000)
        }
    }

    /// @dev Keys of words without page: a blob each. `firstId` is the word's first id.
    function _addSingles(uint256 workspace, uint256 template, uint256 firstId, uint256 bits)
        private
        view
        returns (bool added)
    {
        assembly ("memory-safe") {
            let table := add(workspace, sub(TABLE, 31))
            let keys := add(workspace, KEYS)
            added := 1
            for {} bits {} {
                let bit := and(bits, sub(0, bits))
                bits := xor(bits, bit)
                mstore(add(template, 32), add(firstId, and(mload(add(table, mod(bit, 269))), 0xff)))
                extcodecopy(keccak256(add(template, 11), 85), keys, 0, KEY_BYTES)
                mcopy(add(workspace, 144), keys, 48)
                mcopy(add(workspace, 208), add(keys, 48), 48)
                added := and(added, staticcall(G1ADD_GAS, G1ADD, workspace, 256, workspace, 128))
                added := and(added, eq(returndatasize(), 128))
            }
        }
    }

    /// @dev A few keys of a page or group: each copied for itself.
    function _addFromBlob(uint256 workspace, address blob, uint256 bits) private view returns (bool added) {
        assembly ("memory-safe") {
            let table := add(workspace, sub(TABLE, 31))
            let keys := add(workspace, KEYS)
            added := 1
            for {} bits {} {
                let bit := and(bits, sub(0, bits))
                bits := xor(bits, bit)
                let place := and(mload(add(table, mod(bit, 269))), 0xff)
                extcodecopy(blob, keys, mul(place, KEY_BYTES), KEY_BYTES)
                mcopy(add(workspace, 144), keys, 48)
                mcopy(add(workspace, 208), add(keys, 48), 48)
                added := and(added, staticcall(G1ADD_GAS, G1ADD, workspace, 256, workspace, 128))
                added := and(added, eq(returndatasize(), 128))
            }
        }
    }

    /// @dev Many keys of a page: the page is copied once, behind everything allocated (the next page overwrites it).
    function _addWholePage(uint256 workspace, address page, uint256 bits) private view returns (bool added) {
        assembly ("memory-safe") {
            let table := add(workspace, sub(TABLE, 31))
            let keys := mload(0x40)
            extcodecopy(page, keys, 0, PAGE_BYTES)
            added := 1
            for {} bits {} {
                let bit := and(bits, sub(0, bits))
                bits := xor(bits, bit)
                let key := add(keys, mul(and(mload(add(table, mod(bit, 269))), 0xff), KEY_BYTES))
                mcopy(add(workspace, 144), key, 48)
                mcopy(add(workspace, 208), add(key, 48), 48)
                added := and(added, staticcall(G1ADD_GAS, G1ADD, workspace, 256, workspace, 128))
                added := and(added, eq(returndatasize(), 128))
            }
        }
    }

    /// @dev A G1ADD in the loop failed: adds infinity to infinity with all checks, to tell why.
    function _explainFailure() private view {
        G1Point memory infinity;
        Bls12381.add(infinity, infinity);
        revert IBlsErrors.PrecompileRejected(Eip2537.G1ADD);
    }

    function _popCount(uint256 bits) private pure returns (uint256 number) {
        unchecked {
            bits -= (bits >> 1) & (type(uint256).max / 3);
            bits = (bits & (type(uint256).max / 5)) + ((bits >> 2) & (type(uint256).max / 5));
            bits = (bits + (bits >> 4)) & (type(uint256).max / 17);
            // Up to 256 in total: one more halving, so that the sum of the pieces can't overflow a byte.
            bits = (bits + (bits >> 8)) & (type(uint256).max / 257);
            number = (bits * (type(uint256).max / 65535)) >> 240;
        }
    }
}
