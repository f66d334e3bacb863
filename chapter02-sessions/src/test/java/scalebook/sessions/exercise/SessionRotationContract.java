package scalebook.sessions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class SessionRotationContract extends Contract {
  interface Answer {
    String start();

    String login(String id, String user);

    void logout(String id);

    boolean save(String id, String attribute, String value);

    Optional<String> user(String id);

    Optional<String> attribute(String id, String name);
  }

  Answer answer() {
    return answer(Answer.class, SessionRotation.class);
  }

  @Test
  @Order(1)
  void aVisitorCollectsAndLogsIn() {
    Answer sessions = answer();
    String before = sessions.start();
    assertThat(sessions.user(before)).as("a new visitor's user").isEmpty();
    assertThat(sessions.save(before, "cart", "book")).isTrue();
    String after = sessions.login(before, "ada");
    assertThat(sessions.user(after)).contains("ada");
    assertThat(sessions.attribute(after, "cart"))
        .as("the cart that was filled before the log-in")
        .contains("book");
    sessions.save(after, "cart", "pen");
    assertThat(sessions.attribute(after, "cart")).as("what was saved last").contains("pen");
  }

  @Test
  @Order(2)
  void anIdKnownBeforeTheLogInOpensNothingAfterIt() {
    Answer sessions = answer();
    String known = sessions.start(); // an attacker sent the victim a link with it
    String fresh = sessions.login(known, "ada");
    assertThat(fresh)
        .as("the id after the log-in: whoever planted the old one would be logged in as ada")
        .doesNotContain(known);
    assertThat(sessions.user(known)).as("who the old id stands for").isEmpty();
    sessions.save(fresh, "cart", "book");
    assertThat(sessions.attribute(known, "cart")).as("what the old id still shows").isEmpty();
    assertThat(sessions.save(known, "cart", "bomb"))
        .as("a save under the old id: it must not be another door to the same session")
        .isFalse();
    assertThat(sessions.attribute(fresh, "cart")).contains("book");
  }

  @Test
  @Order(3)
  void anIdThatWeNeverGaveOutIsNotAdopted() {
    Answer sessions = answer();
    String fresh = sessions.login("chosen-by-an-attacker", "ada");
    assertThat(fresh).doesNotContain("chosen-by-an-attacker");
    assertThat(sessions.login("chosen-by-an-attacker", "ada"))
        .as("the same log-in again: an id that is made of the old one and the name is no secret")
        .isNotEqualTo(fresh);
    assertThat(sessions.user("chosen-by-an-attacker")).isEmpty();
    assertThat(sessions.save("never-given-out", "cart", "book"))
        .as("a save under an id that we never gave out")
        .isFalse();
    assertThat(sessions.attribute("never-given-out", "cart")).isEmpty();
  }

  @Test
  @Order(4)
  void aLateSaveDoesNotReviveALoggedOutSession() {
    Answer sessions = answer();
    String id = sessions.login(sessions.start(), "ada");
    sessions.save(id, "cart", "book");
    sessions.logout(id);
    assertThat(sessions.save(id, "cart", "pen"))
        .as("a slow request saves after the log-out: it must not bring the session back")
        .isFalse();
    assertThat(sessions.user(id)).as("after the log-out").isEmpty();
    assertThat(sessions.attribute(id, "cart")).as("after the log-out").isEmpty();
  }

  @Test
  @Order(5)
  void theNextUserOfTheSameBrowserInheritsNothing() {
    Answer sessions = answer();
    String ada = sessions.login(sessions.start(), "ada");
    sessions.save(ada, "cart", "a present for eve");
    String eve = sessions.login(ada, "eve");
    assertThat(sessions.user(eve)).contains("eve");
    assertThat(sessions.attribute(eve, "cart")).as("what eve finds of ada's").isEmpty();
    assertThat(sessions.user(ada)).as("ada's old id").isEmpty();
  }

  @Test
  @Order(6)
  void nobodyGuessesAnId() {
    Answer sessions = answer();
    Set<String> ids = new HashSet<>();
    Set<String> beginnings = new HashSet<>();
    Set<String> ends = new HashSet<>();
    List<Set<Character>> places = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      String id = i % 2 == 0 ? sessions.start() : sessions.login(sessions.start(), "ada");
      ids.add(id);
      assertThat(id.length())
          .as("letters of the id %s: 128 bits take 22 in Base64, 32 in hexadecimal", id)
          .isGreaterThanOrEqualTo(22);
      beginnings.add(id.substring(0, 8));
      ends.add(id.substring(id.length() - 8));
      for (int at = 0; at < id.length(); at++) {
        if (at == places.size()) {
          places.add(new HashSet<>());
        }
        places.get(at).add(id.charAt(at));
      }
    }
    assertThat(ids).as("ids").hasSize(4_000);
    assertThat(places.stream().mapToDouble(seen -> Math.log(seen.size()) / Math.log(2)).sum())
        .as("bits that change from id to id: a UUID has 122 random ones")
        .isGreaterThan(126);
    assertThat(Math.min(beginnings.size(), ends.size()))
        .as("different first and last eight letters of 4,000 ids: a clock or a counter has few")
        .isGreaterThan(3_960);
    assertThat(ids)
        .as("ids of another server, which must not be the same ones")
        .doesNotContain(answer().start(), answer().start());
  }

  @Test
  @Order(7)
  void aSecondLogInGetsANewIdToo() {
    Answer sessions = answer();
    String first = sessions.login(sessions.start(), "ada");
    sessions.save(first, "cart", "book");
    String second = sessions.login(first, "ada");
    assertThat(second).as("the id after ada has logged in again").isNotEqualTo(first);
    assertThat(sessions.attribute(second, "cart")).as("ada's own cart").contains("book");
    assertThat(sessions.user(first)).as("the id before").isEmpty();
  }

  @Test
  @Order(8)
  void nobodyLogsInByAnAttribute() {
    Answer sessions = answer();
    for (String name :
        new String[] {
          "user",
          " user",
          "User",
          "USER",
          "_user",
          "__user",
          "$user",
          "user_id",
          "userId",
          "uid",
          "username",
          "principal",
          "login",
          "name",
          ""
        }) {
      String id = sessions.start();
      sessions.save(id, name, "admin");
      assertThat(sessions.user(id))
          .as("who is logged in, after a form saved an attribute '%s'", name)
          .isEmpty();
      String ada = sessions.login(id, "ada");
      assertThat(sessions.attribute(ada, name))
          .as("what was saved as '%s'", name)
          .contains("admin");
    }
  }

  @Test
  @Order(9)
  void everyVisitorHasTheirOwn() {
    Answer sessions = answer();
    String ada = sessions.login(sessions.start(), "ada");
    String eve = sessions.login(sessions.start(), "eve");
    sessions.save(ada, "cart", "book");
    assertThat(sessions.attribute(eve, "cart")).as("eve's cart, while ada collects").isEmpty();
    sessions.logout(ada);
    sessions.logout("never given out");
    assertThat(sessions.user(eve)).as("after ada's log-out").contains("eve");
    String phone = sessions.login(sessions.start(), "eve");
    assertThat(sessions.user(eve)).as("eve, after she logged in on her phone").contains("eve");
    sessions.logout(phone);
    assertThat(sessions.user(eve)).as("eve, after the log-out on her phone").contains("eve");
  }
}
