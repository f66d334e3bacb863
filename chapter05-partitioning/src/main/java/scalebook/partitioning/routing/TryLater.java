package scalebook.partitioning.routing;

/** A slot is on its way, and nobody takes calls for it just now: nothing was done. */
public final class TryLater extends Exception {
  private static final long serialVersionUID = 1;

  TryLater(int slot, Exception why) {
    super("slot %d is moving: %s".formatted(slot, why.getMessage()), why);
  }
}
