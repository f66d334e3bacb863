package scalebook.transactions.shop;

/** Is told where the work is now: to narrate it, or to break it just there. */
@FunctionalInterface
public interface Progress {
  Progress UNWATCHED = place -> {};

  /** Places are lower-case words: {@code after-prepare}. */
  void at(String place);
}
