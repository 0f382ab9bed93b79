// One transaction with logs of several contracts. Call data: for each call the address (20 B), the size of its data (4 B), its data.
object "Dispatcher" {
  code {
    let at := 0
    for {} lt(at, calldatasize()) {} {
      let head := calldataload(at)
      let size := and(shr(64, head), 0xffffffff)
      at := add(at, 24)
      calldatacopy(0, at, size)
      if iszero(call(gas(), shr(96, head), 0, 0, size, 0, 0)) { revert(0, 0) }
      at := add(at, size)
    }
  }
}
