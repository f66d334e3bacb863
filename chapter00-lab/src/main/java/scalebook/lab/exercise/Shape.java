package scalebook.lab.exercise;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One value under two names: an exercise declares its records, enums and interfaces itself, and a
 * lesson that asks has its own. A record is made of the parts of the same names, an enum's constant
 * by its name, an interface is {@link Served}.
 */
final class Shape {
  private Shape() {}

  /** Whether one can be given where the other is wanted. */
  static boolean fits(Class<?> given, Class<?> wanted) {
    return boxed(wanted).isAssignableFrom(boxed(given))
        || given == Object.class // whatever it is then
        || shaped(wanted) && !given.getName().startsWith("java.");
  }

  private static boolean shaped(Class<?> type) {
    return !type.getName().startsWith("java.")
        && (type.isInterface() || type.isRecord() || type.isEnum());
  }

  private static Class<?> boxed(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  static Object[] all(Object[] values, Type[] wanted) {
    return values == null
        ? null
        : IntStream.range(0, values.length).mapToObj(i -> of(values[i], wanted[i])).toArray();
  }

  static Object of(Object value, Type wanted) {
    if (wanted instanceof ParameterizedType several) {
      return each(value, several.getActualTypeArguments());
    }
    if (value == null || !(wanted instanceof Class<?> type) || boxed(type).isInstance(value)) {
      return value;
    }
    return type.isRecord()
        ? made(type, value)
        : type.isEnum()
            ? constant(type, value)
            : type.isInterface() ? Served.of(type, value) : value;
  }

  /** The elements; a collection with nothing to change stays what it is. */
  private static Object each(Object value, Type[] wanted) {
    if (value instanceof Optional<?> one) {
      return one.map(v -> of(v, wanted[0]));
    }
    if (value instanceof List<?> list) {
      List<Object> shaped = list.stream().map(v -> of(v, wanted[0])).toList();
      return same(list, shaped) ? list : shaped;
    }
    if (value instanceof Set<?> set) {
      Set<Object> shaped = new LinkedHashSet<>();
      set.forEach(v -> shaped.add(of(v, wanted[0])));
      return shaped.equals(set) ? set : shaped;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> shaped = new LinkedHashMap<>();
      map.forEach((k, v) -> shaped.put(of(k, wanted[0]), of(v, wanted[1])));
      return shaped.equals(map) ? map : shaped;
    }
    return value;
  }

  private static boolean same(List<?> one, List<?> other) {
    return IntStream.range(0, one.size()).allMatch(i -> one.get(i) == other.get(i));
  }

  private static Object made(Class<?> type, Object from) {
    RecordComponent[] parts = type.getRecordComponents();
    Class<?>[] types = new Class<?>[parts.length];
    Object[] values = new Object[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        Method part = from.getClass().getDeclaredMethod(parts[i].getName());
        part.setAccessible(true);
        types[i] = parts[i].getType();
        values[i] = of(part.invoke(from), parts[i].getGenericType());
      }
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no %s can be made of %s".formatted(type.getSimpleName(), from), e);
    }
  }

  private static Object constant(Class<?> type, Object value) {
    for (Object one : type.getEnumConstants()) {
      if (((Enum<?>) one).name().equals(value.toString())) {
        return one;
      }
    }
    throw new AssertionError("there is no %s %s".formatted(type.getSimpleName(), value));
  }
}
