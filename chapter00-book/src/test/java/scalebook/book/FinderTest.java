package scalebook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import scalebook.book.Finder.Thing;

class FinderTest {
  private final Finder finder =
      new Finder(
          List.of(
              thing("2.4 shared-store", "sticky no more: any worker may die"),
              thing("2.2 sticky-cookie", "the balancer remembers"),
              thing("CAP", "either consistency or availability"),
              thing("capacity", "how much fits"),
              thing("3.2 SingleFlight", "one loads, the others wait"),
              thing("two-phase commit (2PC)", "all or none")));

  private static Thing thing(String name, String line) {
    return new Thing("lessons", name, line, "");
  }

  private List<String> found(String... typed) {
    return finder.find(List.of(typed)).stream().map(Thing::name).toList();
  }

  @Test
  void aNameComesBeforeAMention() {
    assertThat(found("sticky")).containsExactly("2.2 sticky-cookie", "2.4 shared-store");
    assertThat(found("STICKY")).isEqualTo(found("sticky"));
  }

  @Test
  void aLineComesBeforeWhatElseIsTold() {
    Thing told = new Thing("lessons", "4.6 split-brain", "who pays?", "after its lease nobody");
    Thing line = new Thing("lessons", "4.7 x", "a lease ends", "");
    assertThat(new Finder(List.of(told, line)).find(List.of("lease"))).containsExactly(line, told);
  }

  @Test
  void aWordsBeginningIsEnoughButNotForAShortWord() {
    assertThat(found("remember")).containsExactly("2.2 sticky-cookie");
    assertThat(found("CAP")).containsExactly("CAP");
    assertThat(found("cook")).containsExactly("2.2 sticky-cookie");
    assertThat(found("ookie")).isEmpty();
  }

  @Test
  void hyphensCapitalsAndOtherNamesMakeNoDifference() {
    assertThat(found("single-flight")).containsExactly("3.2 SingleFlight");
    assertThat(found("single flight")).containsExactly("3.2 SingleFlight");
    assertThat(found("2pc")).containsExactly("two-phase commit (2PC)");
  }

  @Test
  void allWordsMustBeThere() {
    assertThat(found("sticky", "balancer")).containsExactly("2.2 sticky-cookie");
    assertThat(found("sticky", "capacity")).isEmpty();
  }

  @Test
  void aMistypedWordBringsTheNearestNames() {
    assertThat(finder.near(List.of("stikcy"))).containsExactly("sticky");
    assertThat(finder.near(List.of("xylophone"))).isEmpty();
  }
}
