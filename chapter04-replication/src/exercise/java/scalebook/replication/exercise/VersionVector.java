package scalebook.replication.exercise;

import java.util.List;
import java.util.Map;
import scalebook.lab.exercise.Todo;

/**
 * What a node keeps of one key that any node may write. A version has a value and a vector: how
 * many writes of each node its writer knew. In the end all nodes keep the same.
 */
public final class VersionVector {
  /** A version that travels. */
  public record Version(Map<String, Long> vector, String value) {}

  /**
   * @param node whose copy this is
   */
  public VersionVector(String node) {}

  /** A client writes here: the writer knows all that this copy has. */
  public Version write(String value) {
    throw new Todo("which versions does the new one replace?");
  }

  /** A version of another node, of now or of long ago, or for the second time. */
  public void receive(Version version) {
    throw new Todo("is it newer, older, or neither?");
  }

  /** What a client reads: one version, or several when none of them knew the others. */
  public List<Version> read() {
    throw new Todo("what is here");
  }
}
