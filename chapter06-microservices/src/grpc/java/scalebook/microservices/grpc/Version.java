package scalebook.microservices.grpc;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scalebook.microservices.protocol.Order;
import scalebook.microservices.protocol.Placed;
import scalebook.microservices.protocol.Schema;

/** The generated classes of one version of the schema, used by the names of their fields. */
record Version(
    ServiceDescriptor service,
    MethodDescriptor<Message, Message> place,
    Message order,
    Message placed) {

  /** Its package has the version's name. */
  @SuppressWarnings("unchecked")
  static Version named(String name) {
    try {
      return new Version(
          (ServiceDescriptor) call(name, "OrdersGrpc", "getServiceDescriptor"),
          (MethodDescriptor<Message, Message>) call(name, "OrdersGrpc", "getPlaceMethod"),
          (Message) call(name, "Order", "getDefaultInstance"),
          (Message) call(name, "Placed", "getDefaultInstance"));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no version " + name, e);
    }
  }

  private static Object call(String version, String type, String method)
      throws ReflectiveOperationException {
    String name = Version.class.getPackageName() + "." + version + "." + type;
    return Class.forName(name).getMethod(method).invoke(null);
  }

  /** With what this version knows of it; a coupon or a currency is always the same. */
  Message message(Order from) {
    return message(
        order,
        Map.of(
            "id", from.id(),
            "item", from.item(),
            "quantity", from.quantity(),
            "customer", from.customer(),
            "note", from.note(),
            "coupon", "SPRING",
            "currency", "EUR"));
  }

  Message message(Placed from) {
    return message(
        placed, Map.of("id", from.id(), "quantity", from.quantity(), "customer", from.customer()));
  }

  private static Message message(Message empty, Map<String, ?> values) {
    Message.Builder builder = empty.newBuilderForType();
    for (FieldDescriptor field : empty.getDescriptorForType().getFields()) {
      builder.setField(field, values.get(field.getName()));
    }
    return builder.build();
  }

  /** What it does not know, and what was not sent, is empty. */
  Order order(Message from) {
    String note =
        from.getDescriptorForType().findFieldByName("note") == null ? "" : value(from, "note");
    return new Order(
        value(from, "id"),
        value(from, "item"),
        value(from, "quantity"),
        value(from, "customer"),
        note);
  }

  Placed placed(Message from) {
    return new Placed(value(from, "id"), value(from, "quantity"), value(from, "customer"));
  }

  @SuppressWarnings("unchecked")
  private static <T> T value(Message from, String field) {
    return (T) from.getField(from.getDescriptorForType().findFieldByName(field));
  }

  Schema schema() {
    Descriptor descriptor = order.getDescriptorForType();
    Set<Integer> reserved =
        descriptor.toProto().getReservedRangeList().stream()
            .flatMapToInt(Version::numbers)
            .boxed()
            .collect(Collectors.toSet());
    return new Schema(descriptor.getFields().stream().map(Version::field).toList(), reserved);
  }

  private static IntStream numbers(DescriptorProto.ReservedRange range) {
    return IntStream.range(range.getStart(), range.getEnd());
  }

  private static Schema.Field field(FieldDescriptor field) {
    Schema.Label label =
        field.isRequired()
            ? Schema.Label.REQUIRED
            : field.isRepeated() ? Schema.Label.REPEATED : Schema.Label.OPTIONAL;
    String type = field.getType().name().toLowerCase(java.util.Locale.ROOT);
    return new Schema.Field(field.getNumber(), field.getName(), type, label);
  }
}
