package scalebook.replication.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;
import scalebook.replication.exercise.QuorumRead.Copy;
import scalebook.replication.exercise.QuorumRead.Version;

/** The copies, which of them can be reached, and what that means for who has what. */
abstract class QuorumReadOfCopiesContract extends Contract {
  interface Answer {
    String read() throws IOException;

    void write(String value) throws IOException;
  }

  Answer answer(String client, List<Copy> copies) {
    return answer(Answer.class, QuorumRead.class, client, copies);
  }

  static final int NEVER = -1;
  static final int[] SIZES = {3, 5, 1, 4};

  final List<Version> versions = new ArrayList<>();
  final Set<Integer> dead = new HashSet<>();
  final Set<Integer> unreadable = new HashSet<>();
  boolean readOnly;
  int writes;
  int stepsUntilMeanwhile = NEVER;
  Runnable meanwhile;

  /** What the copies have, as in the example: {@code 2 b, 1 a, 1 a}. */
  void copies(String have) {
    versions.clear();
    dead.clear();
    writes = 0;
    for (String version : have.split(", ")) {
      String[] parts = version.split(" ");
      long number = Long.parseLong(parts[0]);
      versions.add(number == 0 ? Version.NONE : new Version(number, "w", parts[1]));
    }
  }

  void step(int copy) throws IOException {
    if (stepsUntilMeanwhile == 0) {
      stepsUntilMeanwhile = NEVER;
      meanwhile.run();
    } else if (stepsUntilMeanwhile > 0) {
      stepsUntilMeanwhile--;
    }
    if (dead.contains(copy)) {
      throw new IOException("copy " + copy + " is dead");
    }
  }

  Answer client(String name) {
    return answer(name, IntStream.range(0, versions.size()).mapToObj(this::copy).toList());
  }

  Copy copy(int copy) {
    return new Copy() {
      @Override
      public Version read() throws IOException {
        step(copy);
        if (unreadable.contains(copy)) {
          throw new IOException("copy " + copy + " cannot be read");
        }
        return versions.get(copy);
      }

      @Override
      public void write(Version version) throws IOException {
        step(copy);
        writes++;
        if (readOnly) {
          throw new IOException("copy " + copy + " takes no writes");
        }
        Version here = versions.get(copy);
        boolean newer =
            version.number() > here.number()
                || version.number() == here.number()
                    && version.writer().compareTo(here.writer()) > 0;
        versions.set(copy, newer ? version : here);
      }
    };
  }

  /** All sets of copies that may be dead while a majority lives. */
  static List<Set<Integer>> minorities(int copies) {
    List<Set<Integer>> minorities = new ArrayList<>();
    for (int bits = 0; bits < 1 << copies; bits++) {
      if (Integer.bitCount(bits) * 2 < copies) {
        int chosen = bits;
        minorities.add(
            new HashSet<>(
                IntStream.range(0, copies).filter(i -> (chosen >> i & 1) == 1).boxed().toList()));
      }
    }
    return minorities;
  }

  static String nothing(int copies) {
    return String.join(", ", Collections.nCopies(copies, "0"));
  }

  @Test
  @Order(11)
  void aWriteIsNewerThanAllThatAnyCopyHas() throws IOException {
    for (String have : List.of("1 a, 4 b, 4 b", "4 b, 1 a, 4 b", "4 b, 4 b, 1 a")) {
      copies(have);
      client("x").write("c");
      assertThat(versions)
          .as("after a write to copies %s, all of which can be reached", have)
          .containsOnly(new Version(5, "x", "c"));
    }
    copies("4 b, 4 b, 4 b");
    unreadable.add(1);
    client("x").write("c");
    unreadable.clear();
    assertThat(versions.get(1))
        .as("a copy that did not answer the question, and can be written to")
        .isEqualTo(new Version(5, "x", "c"));
  }

  @Test
  @Order(12)
  void aVersionIsTheSameOnlyInAllItsParts() throws IOException {
    copies("2 a, 2 a, 2 a");
    versions.set(0, new Version(2, "z", "b"));
    assertThat(client("x").read()).as("two with number 2, z's is the newer one").isEqualTo("b");
    assertThat(versions).as("all have it").containsOnly(new Version(2, "z", "b"));
    copies("1 a, 2 a, 1 a");
    client("x").read();
    assertThat(versions).as("the same value, and one is newer").containsOnly(versions.get(1));
  }

  @Test
  @Order(13)
  void whatAClientHasReadBeforeSaysNothing() throws IOException {
    copies("2 a, 2 a, 2 a");
    Answer client = client("x");
    assertThat(client.read()).isEqualTo("a");
    versions.set(0, new Version(2, "z", "b"));
    assertThat(client.read()).as("of number 2 again, and newer").isEqualTo("b");
    dead.add(0);
    assertThat(client("y").read()).as("x has returned b, and copy 0 died").isEqualTo("b");
    dead.add(1);
    assertThat(Thrown.by(client::read))
        .as("a read of one copy of three, by one who has read before")
        .isInstanceOf(IOException.class);
  }
}
