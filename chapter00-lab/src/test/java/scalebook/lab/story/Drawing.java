package scalebook.lab.story;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** An SVG read back: where its texts stand. */
final class Drawing {
  private static final double ASCENT = 0.76; // of the font's size, above the base line
  private static final double DESCENT = 0.24;

  /** The box that a text fills at most. */
  record Box(String text, double left, double top, double right, double bottom) {
    boolean within(double width, double height) {
      return left >= 0 && top >= 0 && right <= width && bottom <= height;
    }

    boolean overlaps(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  private final Element root;

  /** Fails unless this is well-formed XML. */
  Drawing(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    byte[] bytes = svg.getBytes(StandardCharsets.UTF_8);
    root = factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes)).getDocumentElement();
  }

  Element root() {
    return root;
  }

  List<Element> all(String tag) {
    NodeList nodes = root.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  List<String> texts() {
    return all("text").stream().map(Element::getTextContent).toList();
  }

  List<Box> boxes() {
    return all("text").stream().map(Drawing::box).toList();
  }

  private static Box box(Element text) {
    double size = number(text, "font-size", 14);
    double x = number(text, "x", 0);
    double y = number(text, "y", 0);
    String what = text.getTextContent();
    boolean bold = text.getAttribute("font-weight").equals("bold");
    double width = bold ? Letters.bold(what, size) : Letters.width(what, size);
    double left =
        switch (text.getAttribute("text-anchor")) {
          case "middle" -> x - width / 2;
          case "end" -> x - width;
          default -> x;
        };
    return new Box(what, left, y - ASCENT * size, left + width, y + DESCENT * size);
  }

  static double number(Element element, String name, double otherwise) {
    String value = element.getAttribute(name);
    return value.isEmpty() ? otherwise : Double.parseDouble(value);
  }

  /** Texts that stand outside the picture. */
  List<Box> clipped() {
    String[] view = root.getAttribute("viewBox").split(" ");
    double width = Double.parseDouble(view[2]);
    double height = Double.parseDouble(view[3]);
    return boxes().stream().filter(box -> !box.within(width, height)).toList();
  }

  /** Pairs of texts that stand on one another. */
  List<List<Box>> overlapping() {
    List<Box> boxes = boxes();
    List<List<Box>> pairs = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = i + 1; j < boxes.size(); j++) {
        if (boxes.get(i).overlaps(boxes.get(j))) {
          pairs.add(List.of(boxes.get(i), boxes.get(j)));
        }
      }
    }
    return pairs;
  }
}
