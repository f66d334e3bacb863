package scalebook.partitioning.exercise;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import scalebook.lab.exercise.Todo;

/**
 * The stock of a popular item, which would be one hot row: split into parts on several shards.
 * Other clients use the same parts at the same time. Amounts are larger than 0.
 */
public final class SplitCounter {
  /** One row. After an exception nothing has changed. At any time at least one part answers. */
  public interface Part {
    long get() throws IOException;

    /** Adds in one atomic step; when the row would be less than 0: false, and nothing changes. */
    boolean add(long amount) throws IOException;
  }

  public SplitCounter(List<Part> parts, RandomGenerator random) {}

  /**
   * Puts all into one part, each as likely as another; when it does not answer, into another one.
   */
  public void put(long amount) throws IOException {
    throw new Todo("a random part");
  }

  /**
   * Takes all of it, or nothing. If the first part, a random one, has enough, no other is called;
   * otherwise the amount is gathered from several. False when all together have too little; an
   * exception when they may have enough and some do not answer. In both cases what was gathered is
   * back in the stock.
   */
  public boolean take(long amount) throws IOException {
    throw new Todo("from one part; or from several; or give all back");
  }

  /** The sum of all parts; an exception when one of them does not answer. */
  public long sum() throws IOException {
    throw new Todo("no sum is better than a part of it");
  }
}
