package scalebook.caching.write;

/** Places in a program where the order of things matters; in production nobody stops there. */
@FunctionalInterface
public interface Points {
  Points NONE = name -> {};

  /** Just before what is named. */
  void before(String name) throws InterruptedException;
}
