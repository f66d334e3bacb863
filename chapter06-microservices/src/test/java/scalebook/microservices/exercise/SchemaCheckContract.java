package scalebook.microservices.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.microservices.exercise.SchemaCheck.Field;
import scalebook.microservices.exercise.SchemaCheck.Kind;
import scalebook.microservices.exercise.SchemaCheck.Problem;
import scalebook.microservices.exercise.SchemaCheck.Schema;

abstract class SchemaCheckContract extends Contract {
  interface Answer {
    Set<Problem> problems(Schema old, Schema next);
  }

  Answer answer() {
    return answer(Answer.class, SchemaCheck.class);
  }

  /** Written {@code 1 id int!, 2 note text, -4}: ! is required, - reserved. */
  private static Schema schema(String text) {
    List<String> parts = text.isEmpty() ? List.of() : List.of(text.split(", "));
    return new Schema(
        parts.stream().filter(p -> !p.startsWith("-")).map(SchemaCheckContract::field).toList(),
        parts.stream()
            .filter(p -> p.startsWith("-"))
            .map(p -> -Integer.parseInt(p))
            .collect(Collectors.toSet()));
  }

  private static Field field(String text) {
    String[] words = text.replace("!", "").split(" ");
    return new Field(Integer.parseInt(words[0]), words[1], words[2], text.endsWith("!"));
  }

  private void are(String old, String next, String... problems) {
    Set<String> found = new TreeSet<>();
    answer()
        .problems(schema(old), schema(next))
        .forEach(p -> found.add(p.number() + " " + p.kind()));
    assertThat(found)
        .as("problems of [%s] after [%s]", next, old)
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(problems));
  }

  @Test
  @Order(1)
  void whatIsTheSameIsNoProblem() {
    are("1 id int!, 2 note text, -4", "1 id int!, 2 note text, -4");
    are("", "");
    are("1 id int!, 2 note text", "2 note text, 1 id int!");
  }

  @Test
  @Order(2)
  void anOptionalFieldMayCome() {
    are("1 id int!", "1 id int!, 2 note text");
    are("", "1 note text, -7");
  }

  @Test
  @Order(3)
  void anOptionalFieldMayGoWhenItsNumberIsReserved() {
    are("1 id int!, 2 note text", "1 id int!, -2");
    are("1 id int!, 2 note text", "1 id int!", "2 NOT_RESERVED");
    are("1 a int, 2 b int, 3 c int", "2 b int, -3", "1 NOT_RESERVED");
  }

  @Test
  @Order(4)
  void aNameMayChangeAndAPlaceInTheListToo() {
    are("1 id int!, 2 note text", "1 number int!, 2 remark text");
    are("3 total int", "5 Total int, -3"); // another name
  }

  @Test
  @Order(5)
  void anotherTypeIsAProblem() {
    are("1 id int!, 2 note text", "1 id text!, 2 note text", "1 TYPE_CHANGED");
    are("1 id int, 2 note text", "1 x text, 2 y int", "1 TYPE_CHANGED", "2 TYPE_CHANGED");
    are("3 total int", "4 total text, -3", "3 RENUMBERED"); // the name is what moved
  }

  @Test
  @Order(6)
  void anotherNumberIsAProblem() {
    are("1 id int, 2 note text", "1 id int, 3 note text, -2", "2 RENUMBERED");
    are("1 id int, 2 note text", "1 id int, 3 note text", "2 RENUMBERED", "2 NOT_RESERVED");
    are("1 price int, 2 total int", "1 total int, 2 price int", "1 RENUMBERED", "2 RENUMBERED");
    are("1 price int, 2 total int", "1 net int, 2 price int", "1 RENUMBERED");
    are(
        "1 a int, 2 b text",
        "1 b text, 3 a int",
        "1 RENUMBERED",
        "1 TYPE_CHANGED",
        "2 RENUMBERED",
        "2 NOT_RESERVED");
  }

  @Test
  @Order(7)
  void aReservedNumberStaysReserved() {
    are("1 id int, -4", "1 id int, 4 gift int", "4 REUSED");
    are("1 id int, -4", "1 id int, 4 gift int, -4", "4 REUSED");
    are("1 id int, -4, -5", "1 id int, -5", "4 NOT_RESERVED");
    are("-1, -2, -3", "-2", "1 NOT_RESERVED", "3 NOT_RESERVED");
    are("1 id int, -4", "1 id int, 4 gift int!", "4 REUSED", "4 REQUIRED_ADDED");
  }

  @Test
  @Order(8)
  void requiredIsForEver() {
    are("1 id int", "1 id int, 2 note text!", "2 REQUIRED_ADDED");
    are("1 id int", "1 id int!", "1 REQUIRED_ADDED");
    are("1 id int!", "1 id int", "1 REQUIRED_REMOVED");
    are("1 id int!", "-1", "1 REQUIRED_REMOVED");
    are("1 id int!", "", "1 REQUIRED_REMOVED", "1 NOT_RESERVED");
    are("1 id int!, 2 a int!", "1 id int!, 2 b int!");
  }

  @Test
  @Order(9)
  void eachKindIsJudgedByItself() {
    are(
        "1 id int!",
        "2 id int!",
        "1 RENUMBERED",
        "1 NOT_RESERVED",
        "1 REQUIRED_REMOVED",
        "2 REQUIRED_ADDED");
    are("1 id int!", "1 id text", "1 TYPE_CHANGED", "1 REQUIRED_REMOVED");
    are(
        "1 id int!, 2 note text, 3 total int, -4",
        "1 id text!, 3 note text, 4 total int, 5 gift int!",
        "1 TYPE_CHANGED",
        "2 RENUMBERED",
        "2 NOT_RESERVED",
        "3 RENUMBERED",
        "3 TYPE_CHANGED",
        "4 REUSED",
        "5 REQUIRED_ADDED");
  }

  /** Every state of one number before, and every one after. */
  @Test
  @Order(10)
  void everyChangeOfOneNumber() {
    Map<String, String> states = new LinkedHashMap<>();
    states.put("nothing", "");
    states.put("reserved", "-1");
    states.put("optional", "1 a int");
    states.put("required", "1 a int!");
    Map<String, List<Kind>> expected =
        Map.of(
            "nothing required", List.of(Kind.REQUIRED_ADDED),
            "reserved nothing", List.of(Kind.NOT_RESERVED),
            "reserved optional", List.of(Kind.REUSED),
            "reserved required", List.of(Kind.REUSED, Kind.REQUIRED_ADDED),
            "optional nothing", List.of(Kind.NOT_RESERVED),
            "optional required", List.of(Kind.REQUIRED_ADDED),
            "required nothing", List.of(Kind.NOT_RESERVED, Kind.REQUIRED_REMOVED),
            "required reserved", List.of(Kind.REQUIRED_REMOVED),
            "required optional", List.of(Kind.REQUIRED_REMOVED));
    for (String was : states.keySet()) {
      for (String is : states.keySet()) {
        Stream<Kind> kinds = expected.getOrDefault(was + " " + is, List.of()).stream();
        are(
            Stream.of("9 z int", states.get(was)).filter(s -> !s.isEmpty()).collect(joined()),
            Stream.of("9 z int", states.get(is)).filter(s -> !s.isEmpty()).collect(joined()),
            kinds.map(kind -> "1 " + kind).toArray(String[]::new));
      }
    }
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ");
  }
}
