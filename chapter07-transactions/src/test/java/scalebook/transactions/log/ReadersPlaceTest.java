package scalebook.transactions.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadersPlaceTest {
  private final ReadersPlace place = new ReadersPlace(5);

  @Test
  void whatIsOpenHoldsThePlace() {
    place.read(5);
    place.read(6);
    place.read(8); // a log may have gaps
    assertThat(place.acknowledge(6)).as("5 and 8 are open").isEqualTo(5);
    assertThat(place.acknowledge(5)).as("8 is open").isEqualTo(8);
    assertThat(place.acknowledge(8)).as("nothing is open").isEqualTo(9);
  }

  @Test
  void whatWasNeverReadDoesNotMoveIt() {
    assertThat(place.acknowledge(3)).isEqualTo(5);
  }
}
