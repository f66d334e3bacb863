package scalebook.engines.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Reads a record of plain values with Jackson's parser alone: for one line, a JVM that starts would
 * load five hundred classes of its data binding, which is half of its start.
 *
 * <p>Whatever is not plain, or is wrong, it leaves to {@link Json}, which knows it or says why not.
 */
public final class PlainJson {
  private static final JsonFactory PARSERS = new JsonFactory();

  private PlainJson() {}

  public static <T> T read(String text, Class<T> type) {
    if (type.isRecord()) {
      try (JsonParser in = PARSERS.createParser(text)) {
        in.nextToken();
        return type.cast(record(in, type));
      } catch (IOException | ReflectiveOperationException | RuntimeException notPlain) {
        // Read once more, below.
      }
    }
    return Json.read(text, type);
  }

  private static Object record(JsonParser in, Class<?> type)
      throws IOException, ReflectiveOperationException {
    expect(in, JsonToken.START_OBJECT);
    plain(type.getAnnotations().length == 0);
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < types.length; i++) {
      plain(components[i].getAnnotations().length == 0);
      types[i] = components[i].getType();
      places.put(components[i].getName(), i);
    }
    Object[] values = new Object[types.length];
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      Integer place = places.remove(in.currentName());
      in.nextToken();
      plain(place != null);
      values[place] = value(in, components[place].getGenericType());
    }
    plain(places.isEmpty());
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private static Object value(JsonParser in, Type type)
      throws IOException, ReflectiveOperationException {
    Class<?> raw = type instanceof Class<?> c ? c : raw((ParameterizedType) type);
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      plain(!raw.isPrimitive());
      return null;
    }
    if (raw == List.class) {
      return list(in, argument(type, 0));
    }
    if (raw == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      fill(map, in, (Class<?>) argument(type, 0), argument(type, 1));
      return map;
    }
    if (raw == Properties.class) {
      Properties properties = new Properties();
      fill(properties, in, String.class, String.class);
      return properties;
    }
    return raw.isRecord() ? record(in, raw) : scalar(in, raw);
  }

  private static List<Object> list(JsonParser in, Type of)
      throws IOException, ReflectiveOperationException {
    expect(in, JsonToken.START_ARRAY);
    List<Object> list = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(in, of));
    }
    return list;
  }

  private static void fill(Map<Object, Object> map, JsonParser in, Class<?> keys, Type values)
      throws IOException, ReflectiveOperationException {
    expect(in, JsonToken.START_OBJECT);
    plain(keys == String.class || keys == Integer.class);
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      map.put(keys == String.class ? name : Integer.valueOf(name), value(in, values));
    }
  }

  private static Object scalar(JsonParser in, Class<?> type) throws IOException {
    if (type == int.class || type == Integer.class) {
      expect(in, JsonToken.VALUE_NUMBER_INT);
      return in.getIntValue();
    }
    if (type == long.class || type == Long.class) {
      expect(in, JsonToken.VALUE_NUMBER_INT);
      return in.getLongValue();
    }
    if (type == double.class || type == Double.class) {
      plain(in.currentToken().isNumeric());
      return in.getDoubleValue();
    }
    if (type == boolean.class || type == Boolean.class) {
      plain(in.currentToken().isBoolean());
      return in.getBooleanValue();
    }
    expect(in, JsonToken.VALUE_STRING);
    return text(in.getText(), type);
  }

  private static Object text(String text, Class<?> type) {
    if (type == Path.class) {
      return Path.of(URI.create(text)); // so Jackson writes it
    }
    if (type == byte[].class) {
      return Base64.getDecoder().decode(text);
    }
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(text)) {
          return constant;
        }
      }
    }
    plain(type == String.class);
    return text;
  }

  private static Class<?> raw(ParameterizedType type) {
    return (Class<?>) type.getRawType();
  }

  private static Type argument(Type type, int number) {
    return ((ParameterizedType) type).getActualTypeArguments()[number];
  }

  private static void expect(JsonParser in, JsonToken token) {
    plain(in.currentToken() == token);
  }

  private static void plain(boolean so) {
    if (!so) {
      throw new IllegalArgumentException("not plain");
    }
  }
}
