package scalebook.microservices.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static scalebook.microservices.protocol.Schema.Label.OPTIONAL;
import static scalebook.microservices.protocol.Schema.Label.REPEATED;
import static scalebook.microservices.protocol.Schema.Label.REQUIRED;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scalebook.microservices.protocol.Compatibility.Rule;
import scalebook.microservices.protocol.Schema.Field;

class CompatibilityTest {
  private static final Field ID = new Field(1, "id", "int64", OPTIONAL);
  private static final Field QUANTITY = new Field(3, "quantity", "int32", OPTIONAL);
  private static final Field CUSTOMER = new Field(4, "customer", "int32", OPTIONAL);
  private static final Schema OLD = schema(ID, QUANTITY, CUSTOMER);

  private static Schema schema(Field... fields) {
    return new Schema(List.of(fields), Set.of());
  }

  private static Field with(Field field, Schema.Label label) {
    return new Field(field.number(), field.name(), field.type(), label);
  }

  private static List<String> problems(Schema before, Schema after) {
    return Compatibility.full().problems(before, after);
  }

  @Test
  void theSameSchemaInAnotherOrderIsCompatible() {
    assertThat(problems(OLD, schema(CUSTOMER, ID, QUANTITY))).isEmpty();
  }

  @Test
  void aFieldMoreIsCompatible() {
    Field coupon = new Field(6, "coupon", "string", OPTIONAL);
    assertThat(problems(OLD, schema(ID, QUANTITY, CUSTOMER, coupon))).isEmpty();
  }

  @Test
  void aFieldLessIsCompatibleWhenItsNumberStaysReserved() {
    assertThat(problems(OLD, new Schema(List.of(ID, QUANTITY), Set.of(4)))).isEmpty();
    assertThat(problems(OLD, schema(ID, QUANTITY))).containsExactly("4 is not reserved");
  }

  /** Two versions later somebody takes the number for something else. */
  @Test
  void aReservedNumberStaysReserved() {
    Schema without = new Schema(List.of(ID), Set.of(3, 4));
    assertThat(problems(without, without)).isEmpty();
    assertThat(problems(without, schema(ID)))
        .containsExactly("3 is not reserved", "4 is not reserved");
    assertThat(problems(without, new Schema(List.of(ID, CUSTOMER), Set.of(3))))
        .containsExactly("4 is not reserved");
  }

  @Test
  void swappedNumbersAreFound() {
    Schema swapped =
        schema(
            ID,
            new Field(4, "quantity", "int32", OPTIONAL),
            new Field(3, "customer", "int32", OPTIONAL));
    assertThat(problems(OLD, swapped))
        .containsExactly(
            "3 was quantity, now customer",
            "quantity was 3, now 4",
            "4 was customer, now quantity",
            "customer was 4, now 3");
  }

  /** The old number stays reserved, and still nobody finds the field where it was. */
  @Test
  void aFieldThatMovesToAFreeNumberIsFound() {
    Schema moved =
        new Schema(List.of(ID, new Field(9, "quantity", "int32", OPTIONAL), CUSTOMER), Set.of(3));
    assertThat(problems(OLD, moved)).containsExactly("quantity was 3, now 9");
  }

  @Test
  void anotherTypeIsFound() {
    Schema text = schema(ID, new Field(3, "quantity", "string", OPTIONAL), CUSTOMER);
    assertThat(problems(OLD, text)).containsExactly("3 was int32, now string");
    Schema many = schema(ID, with(QUANTITY, REPEATED), CUSTOMER);
    assertThat(problems(OLD, many)).containsExactly("3 was int32, now repeated int32");
    assertThat(problems(many, OLD)).containsExactly("3 was repeated int32, now int32");
    assertThat(problems(many, many)).isEmpty();
  }

  @Test
  void aFieldThatOnlyOneVersionRequiresIsFound() {
    Schema requires = schema(ID, with(QUANTITY, REQUIRED), CUSTOMER);
    List<String> found = List.of("only one version requires quantity");
    assertThat(problems(OLD, requires)).isEqualTo(found);
    assertThat(problems(requires, OLD)).isEqualTo(found);
    assertThat(problems(requires, requires)).isEmpty();
    assertThat(problems(schema(ID, CUSTOMER), requires)).isEqualTo(found);
  }

  @Test
  void aRuleThatIsLeftOutFindsNothing() {
    Schema text = schema(ID, new Field(3, "amount", "string", REQUIRED), CUSTOMER);
    assertThat(new Compatibility(Set.of()).problems(OLD, text)).isEmpty();
    assertThat(new Compatibility(Set.of(Rule.NUMBER)).problems(OLD, text))
        .containsExactly("3 was quantity, now amount");
    assertThat(new Compatibility(Set.of(Rule.values())).problems(OLD, text))
        .containsExactly(
            "3 was quantity, now amount",
            "3 was int32, now string",
            "only one version requires amount");
  }
}
