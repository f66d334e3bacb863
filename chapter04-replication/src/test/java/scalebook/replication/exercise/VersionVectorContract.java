package scalebook.replication.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.replication.exercise.VersionVector.Version;

abstract class VersionVectorContract extends Contract {
  interface Copy {
    Version write(String value);

    void receive(Version version);

    List<Version> read();
  }

  Copy copy(String node) {
    return answer(Copy.class, VersionVector.class, node);
  }

  private final Random random = new Random(11);

  private static List<String> values(Copy copy) {
    return copy.read().stream().map(Version::value).toList();
  }

  @Test
  @Order(1)
  void aWriteReplacesTheOneBefore() {
    Copy east = copy("east");
    assertThat(east.read()).as("before any write").isEmpty();
    assertThat(east.write("a").vector()).as("the first write").isEqualTo(Map.of("east", 1L));
    assertThat(east.write("b").vector()).as("the second write").isEqualTo(Map.of("east", 2L));
    assertThat(values(east)).as("the second write knew the first").containsExactly("b");
  }

  @Test
  @Order(2)
  void aNewerVersionReplacesWhatItsWriterKnew() {
    Copy east = copy("east");
    Copy west = copy("west");
    west.receive(east.write("a"));
    Version b = west.write("b");
    assertThat(b.vector()).as("west knew a").isEqualTo(Map.of("east", 1L, "west", 1L));
    east.receive(b);
    assertThat(values(east)).as("b was written by one who knew a").containsExactly("b");
  }

  @Test
  @Order(3)
  void anOldVersionThatArrivesLateChangesNothing() {
    Copy east = copy("east");
    Copy west = copy("west");
    Version a = east.write("a");
    Version b = east.write("b");
    west.receive(b);
    west.receive(a);
    west.receive(b);
    assertThat(values(west)).as("a came late, and b came twice").containsExactly("b");
  }

  @Test
  @Order(4)
  void concurrentVersionsBothStay() {
    Copy east = copy("east");
    Copy west = copy("west");
    Version a = east.write("a");
    Version b = west.write("b");
    east.receive(b);
    west.receive(a);
    assertThat(values(east)).as("none knew the other").containsExactlyInAnyOrder("a", "b");
    assertThat(values(west)).as("the same in the west").containsExactlyInAnyOrder("a", "b");
    Copy north = copy("north");
    Copy south = copy("south");
    Version one = north.write("c");
    Version other = south.write("c");
    north.receive(other);
    south.receive(one);
    assertThat(north.read())
        .as("two writes of one value are two: the next writer must know both")
        .containsExactlyInAnyOrder(one, other);
    assertThat(south.read()).as("the same in the south").containsExactlyInAnyOrder(one, other);
  }

  @Test
  @Order(5)
  void moreWritesAreNotNewer() {
    Copy east = copy("east");
    Copy west = copy("west");
    Version one = west.write("b");
    east.write("a1");
    Version three = east.write("a2");
    west.receive(three);
    east.receive(one);
    assertThat(values(west)).as("two writes there, one here").containsExactlyInAnyOrder("a2", "b");
    assertThat(values(east)).as("one there, two here").containsExactlyInAnyOrder("a2", "b");
  }

  @Test
  @Order(6)
  void aWriteReplacesAllThatItsWriterSaw() {
    Copy east = copy("east");
    Copy west = copy("west");
    Version a = east.write("a");
    Version b = west.write("b");
    east.receive(b);
    Version both = east.write("ab");
    assertThat(both.vector()).as("it knew both").isEqualTo(Map.of("east", 2L, "west", 1L));
    west.receive(both);
    west.receive(a);
    assertThat(values(west)).as("who wrote ab had seen a and b").containsExactly("ab");
  }

  @Test
  @Order(7)
  void ofThreeOnlyWhatIsCoveredGoes() {
    Copy east = copy("east");
    Copy west = copy("west");
    Copy north = copy("north");
    Version a = east.write("a");
    Version b = west.write("b");
    Version c = north.write("c");
    Copy reader = copy("reader");
    List.of(a, b, c).forEach(reader::receive);
    assertThat(values(reader)).as("three writers").containsExactlyInAnyOrder("a", "b", "c");
    east.receive(b);
    reader.receive(east.write("ab"));
    assertThat(values(reader)).as("ab knew a and b, not c").containsExactlyInAnyOrder("ab", "c");
  }

  @Test
  @Order(8)
  void whatWasTakenIsAPicture() {
    Copy east = copy("east");
    Version a = east.write("a");
    List<Version> before = east.read();
    east.write("b");
    assertThat(a.vector()).as("the vector of a, after b").isEqualTo(Map.of("east", 1L));
    assertThat(before).as("what was read before b").hasSize(1);
    assertThat(before.get(0).value()).as("what was read before b").isEqualTo("a");
  }

  @Test
  @Order(9)
  void inTheEndAllKeepTheSameAndNoWriteIsLostUnseen() {
    for (int round = 0; round < 100; round++) {
      List<Copy> copies = List.of(copy("a"), copy("b"), copy("c"));
      List<Version> sent = new ArrayList<>();
      Set<String> replaced = new HashSet<>();
      for (int step = 0; step < 30; step++) {
        Copy copy = copies.get(random.nextInt(3));
        if (sent.isEmpty() || random.nextInt(3) == 0) {
          replaced.addAll(values(copy));
          sent.add(copy.write("w" + step));
        } else {
          copy.receive(sent.get(random.nextInt(sent.size())));
        }
      }
      Set<String> left = new HashSet<>();
      sent.stream().map(Version::value).filter(v -> !replaced.contains(v)).forEach(left::add);
      for (Copy copy : copies) {
        sent.forEach(copy::receive);
        assertThat(values(copy))
            .as("all that nobody had seen when he wrote")
            .containsExactlyInAnyOrderElementsOf(left);
      }
    }
  }
}
