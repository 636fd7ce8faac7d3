import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** JSON to and from what the SDK's calls take and give: blobs are base64, times are RFC 3339. */
final class Shapes {
    private Shapes() {}

    static <B extends SdkPojo> B fill(B builder, JsonNode given) {
        Map<String, JsonNode> members = given.asObject();
        for (SdkField<?> field : builder.sdkFields()) {
            JsonNode member = members.get(field.memberName());
            if (member != null) {
                field.set(builder, value(field, member));
            }
        }
        return builder;
    }

    private static Object value(SdkField<?> field, JsonNode given) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.STRING) {
            return given.asString();
        } else if (type == MarshallingType.INTEGER) {
            return Integer.valueOf(given.asNumber());
        } else if (type == MarshallingType.BOOLEAN) {
            return given.asBoolean();
        } else if (type == MarshallingType.INSTANT) {
            return Instant.parse(given.asString());
        } else if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromByteArray(Base64.getDecoder().decode(given.asString()));
        } else if (type == MarshallingType.SDK_POJO) {
            return ((SdkBuilder<?, ?>) fill(field.constructor().get(), given)).build();
        } else if (type == MarshallingType.LIST) {
            SdkField<?> item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            return given.asArray().stream().map(each -> value(item, each)).toList();
        } else if (type == MarshallingType.MAP) {
            SdkField<?> item = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
            Map<String, Object> map = new HashMap<>();
            given.asObject().forEach((name, each) -> map.put(name, value(item, each)));
            return map;
        }
        throw new IllegalArgumentException(field.memberName() + " is of a type that no story needed yet");
    }

    static String text(Object value) {
        JsonWriter writer = JsonWriter.create();
        write(writer, value);
        return new String(writer.getBytes(), StandardCharsets.UTF_8);
    }

    private static void write(JsonWriter writer, Object value) {
        if (value instanceof SdkPojo shape) {
            writer.writeStartObject();
            for (SdkField<?> field : shape.sdkFields()) {
                Object member = field.getValueOrDefault(shape);
                // An absent list or map is one of these, so that Java need not ask for null.
                if (member != null && !(member instanceof SdkAutoConstructList) && !(member instanceof SdkAutoConstructMap)) {
                    writer.writeFieldName(field.memberName());
                    write(writer, member);
                }
            }
            writer.writeEndObject();
        } else if (value instanceof Map<?, ?> map) {
            writer.writeStartObject();
            map.forEach((name, each) -> {
                writer.writeFieldName((String) name);
                write(writer, each);
            });
            writer.writeEndObject();
        } else if (value instanceof List<?> list) {
            writer.writeStartArray();
            list.forEach(each -> write(writer, each));
            writer.writeEndArray();
        } else if (value instanceof SdkBytes bytes) {
            writer.writeValue(Base64.getEncoder().encodeToString(bytes.asByteArray()));
        } else if (value instanceof Boolean truth) {
            writer.writeValue(truth);
        } else if (value instanceof Number number) {
            writer.writeNumber(number.toString());
        } else {
            writer.writeValue(value.toString());
        }
    }
}
