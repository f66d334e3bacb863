package scalebook.caching.write;

import java.util.Locale;
import java.util.Optional;

/**
 * Ways to keep database and cache in step. In each a reader that misses loads and sets; they differ
 * in what a writer does to the cache, and in whether a reader that was overtaken may still set.
 */
public enum WritePath {
  UPDATE_THEN_SET("write the row, set the cache", (shelf, price) -> shelf.put(shelf.update(price))),
  DELETE_THEN_WRITE(
      "drop the entry, write the row",
      (shelf, price) -> {
        shelf.drop();
        shelf.update(price);
      }),
  WRITE_THEN_DELETE(
      "write the row, drop the entry",
      (shelf, price) -> {
        shelf.update(price);
        shelf.drop();
      }),
  DOUBLE_DELETE(
      "drop, write, drop again",
      (shelf, price) -> {
        shelf.drop();
        shelf.update(price);
        shelf.drop();
      }),
  VERSIONS(
      "set only over something older",
      (shelf, price) -> shelf.putNewer(shelf.update(price)),
      shelf -> {
        if (shelf.look().isEmpty()) {
          shelf.putNewer(shelf.load());
        }
      }),
  LEASES(
      "set only if no writer came since",
      (shelf, price) -> {
        shelf.update(price);
        shelf.dropWithLease();
      },
      shelf -> {
        Optional<String> token = shelf.lookOrLease();
        if (token.isPresent()) {
          shelf.putWithLease(shelf.load(), token.get());
        }
      });

  /** What a writer does. */
  @FunctionalInterface
  private interface Writer {
    void write(Shelf shelf, long price) throws Exception;
  }

  /** What a reader does. */
  @FunctionalInterface
  private interface Reader {
    void read(Shelf shelf) throws Exception;
  }

  private final String description;
  private final Writer writer;
  private final Reader reader;

  WritePath(String description, Writer writer) {
    this(
        description,
        writer,
        shelf -> {
          if (shelf.look().isEmpty()) {
            shelf.put(shelf.load());
          }
        });
  }

  WritePath(String description, Writer writer, Reader reader) {
    this.description = description;
    this.writer = writer;
    this.reader = reader;
  }

  public String description() {
    return description;
  }

  public void write(Shelf shelf, long price) throws Exception {
    writer.write(shelf, price);
  }

  public void read(Shelf shelf) throws Exception {
    reader.read(shelf);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
