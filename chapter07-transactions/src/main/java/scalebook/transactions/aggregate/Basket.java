package scalebook.transactions.aggregate;

import java.util.List;
import java.util.stream.IntStream;

/** An order with its lines: an aggregate, which is right only as a whole. */
public record Basket(long id, int customer, List<Line> lines) {
  private static final int LINES = 3;

  /** One kind of goods. */
  public record Line(int item, int quantity) {}

  /** The same for everybody who asks. */
  public static Basket of(long id) {
    return new Basket(
        id,
        (int) (id % 10),
        IntStream.range(0, LINES).mapToObj(n -> new Line((int) id + n, n + 1)).toList());
  }
}
