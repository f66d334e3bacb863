package scalebook.microservices.stage.protocols;

/**
 * A client reads a part of a streamed answer, and leaves.
 *
 * @param before pieces that were packed until it left
 * @param later pieces that were packed for nobody
 * @param deadlineMillis what the warehouse knew to be left for it, or 0 for no deadline
 */
public record Cancelled(long before, long later, long deadlineMillis) {
  public static Cancelled of(Rpc.Packing begun, int read, int pieces) {
    try (Rpc.Packing packing = begun) {
      long left = 0;
      for (int i = 0; i < read; i++) {
        left = packing.piece();
      }
      long before = packing.packedAfter(0);
      packing.cancel();
      return new Cancelled(before, packing.packedAfter(pieces) - before, left);
    }
  }
}
