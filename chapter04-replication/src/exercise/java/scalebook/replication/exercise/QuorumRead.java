package scalebook.replication.exercise;

import java.io.IOException;
import java.util.List;
import scalebook.lab.exercise.Todo;

/**
 * A client of one value that any number of copies keep. It reads and writes by majority: once a
 * client has read a value, no later read of any client gives an older one. Each client has its own
 * object.
 */
public final class QuorumRead {
  /** Of two with the same number the one with the larger writer (by letters) is newer. */
  public record Version(long number, String writer, String value) {
    /** What a copy has before the first write. */
    public static final Version NONE = new Version(0, "", "");
  }

  /** An exception when it cannot be reached; then nobody knows whether a write got there. */
  public interface Copy {
    Version read() throws IOException;

    /** It keeps the newer one of this and of what it has. */
    void write(Version version) throws IOException;
  }

  /**
   * @param client its name, which no other client has
   */
  public QuorumRead(String client, List<Copy> copies) {}

  /**
   * The newest value of a majority, when a majority has it: copies that lack it get it first, and
   * those that have it are not written to. An exception when fewer than a majority answer, or can
   * be brought to have it.
   */
  public String read() throws IOException {
    throw new Todo("ask a majority, take the newest, make sure that a majority has it");
  }

  /**
   * Writes a version that is newer than all that a majority has. All copies that can be reached get
   * it; an exception when they are fewer than a majority.
   */
  public void write(String value) throws IOException {
    throw new Todo("ask for the highest number, write the next one");
  }
}
