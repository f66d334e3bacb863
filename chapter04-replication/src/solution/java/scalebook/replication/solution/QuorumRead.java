package scalebook.replication.solution;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.replication.exercise.QuorumRead.Copy;
import scalebook.replication.exercise.QuorumRead.Version;

/** A read is a write of what it has read: else the next one may find the older value again. */
public final class QuorumRead {
  private static final Comparator<Version> AGE =
      Comparator.comparingLong(Version::number).thenComparing(Version::writer);

  private final String client;
  private final List<Copy> copies;

  public QuorumRead(String client, List<Copy> copies) {
    this.client = client;
    this.copies = copies;
  }

  public String read() throws IOException {
    Map<Copy, Version> answers = answers();
    Version newest = newest(answers);
    spread(newest, answers);
    return newest.value();
  }

  public void write(String value) throws IOException {
    long highest = newest(answers()).number();
    spread(new Version(highest + 1, client, value), Map.of());
  }

  private Map<Copy, Version> answers() throws IOException {
    Map<Copy, Version> answers = new LinkedHashMap<>();
    for (Copy copy : copies) {
      try {
        answers.put(copy, copy.read());
      } catch (IOException silent) {
        // The others may be enough.
      }
    }
    majority(answers.size());
    return answers;
  }

  private static Version newest(Map<Copy, Version> answers) {
    return answers.values().stream().max(AGE).orElseThrow();
  }

  private void spread(Version version, Map<Copy, Version> answers) throws IOException {
    int have = 0;
    for (Copy copy : copies) {
      try {
        if (!version.equals(answers.get(copy))) {
          copy.write(version);
        }
        have++;
      } catch (IOException silent) {
        // The others may be enough.
      }
    }
    majority(have);
  }

  private void majority(int reached) throws IOException {
    if (reached * 2 <= copies.size()) {
      throw new IOException("reached " + reached + " of " + copies.size() + " copies");
    }
  }
}
