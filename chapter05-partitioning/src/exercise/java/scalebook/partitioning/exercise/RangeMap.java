package scalebook.partitioning.exercise;

import java.util.List;
import scalebook.lab.exercise.Todo;

/**
 * Which node has which range of keys. At first node 0 has all of them; ranges are split and merged.
 */
public final class RangeMap {
  public int node(long key) {
    throw new Todo("the range that the key lies in");
  }

  /**
   * From this key on, to the end of the range it lies in, the keys belong to another node. Where a
   * range begins already, it gets the other node.
   */
  public void split(long key, int node) {
    throw new Todo("a new border; what is below it stays");
  }

  /**
   * The range that begins at this key joins the one before it, with that one's node.
   *
   * @throws IllegalArgumentException when no range begins there, or there is none before it
   */
  public void merge(long key) {
    throw new Todo("one border less");
  }

  /**
   * The nodes that have any of the keys from … to, both included, each once, in the order of keys.
   */
  public List<Integer> nodes(long from, long to) {
    throw new Todo("only those that are needed");
  }
}
