// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {PoolTerms} from "../../contracts/contribution/PoolTerms.sol";
import {IServiceNodeContributionTypes} from "../../contracts/interfaces/IServiceNodeContributionTypes.sol";
import {IServiceNodeRewardsTypes} from "../../contracts/interfaces/IServiceNodeRewardsTypes.sol";

contract PoolTermsTest {
    function testFuzz_encodeThenDecode(uint256 seed, uint8 places, uint8 offset) external pure {
        PoolTerms.Terms memory terms = _terms(seed, places % 11);
        bytes memory data = bytes.concat(new bytes(offset), PoolTerms.encode(terms));
        require(data.length == uint256(offset) + 386 + 28 * uint256(places % 11), "length");
        _assertEqual(PoolTerms.decode(data, offset), terms);
    }

    function testFuzz_writeThenRead(uint256 seed, uint8 places) external {
        PoolTerms.Terms memory terms = _terms(seed, places % 11);
        address blob = PoolTerms.write(PoolTerms.encode(terms));
        require(uint8(blob.code[0]) == 0, "STOP first: the blob can't be run");
        _assertEqual(PoolTerms.read(blob), terms);
    }

    function testFuzz_stripThenPad(uint256 seed) external view {
        bytes memory packed = _bytes(seed, 192);
        bytes memory padded = PoolTerms.pad(packed);
        require(padded.length == 256, "EIP-2537");
        for (uint256 i = 0; i < 256; ++i) {
            require(i % 64 >= 16 || padded[i] == 0, "padding");
        }
        require(keccak256(this.strip(padded)) == keccak256(packed), "the same");
    }

    function strip(bytes calldata padded) external pure returns (bytes memory) {
        return PoolTerms.strip(padded);
    }

    function _terms(uint256 seed, uint256 places) private pure returns (PoolTerms.Terms memory terms) {
        terms.params = IServiceNodeRewardsTypes.ServiceNodeParams(
            _word(seed, 1),
            _word(seed, 2),
            _word(seed, 3),
            uint16(_word(seed, 4))
        );
        terms.blsPubkey = _bytes(seed ^ 5, 96);
        terms.proofOfPossession = _bytes(seed ^ 6, 192);
        terms.reserved = new IServiceNodeContributionTypes.ReservedContribution[](places);
        for (uint256 i = 0; i < places; ++i) {
            terms.reserved[i].contributor = address(uint160(_word(seed, 2 * i + 7)));
            terms.reserved[i].amount = uint64(_word(seed, 2 * i + 8));
        }
    }

    function _bytes(uint256 seed, uint256 length) private pure returns (bytes memory data) {
        while (data.length < length) data = bytes.concat(data, bytes32(_word(seed, data.length)));
    }

    function _word(uint256 seed, uint256 index) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, index)));
    }

    function _assertEqual(PoolTerms.Terms memory actual, PoolTerms.Terms memory expected) private pure {
        require(keccak256(abi.encode(actual)) == keccak256(abi.encode(expected)), "terms differ");
    }
}
