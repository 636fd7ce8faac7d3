import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.kmssdkv2.KmsMasterKeyProvider;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Seals and opens messages with AWS's Encryption SDK, which draws and opens data keys at KMS. */
final class Envelope {
    private final AwsCrypto crypto =
            AwsCrypto.builder().withCommitmentPolicy(CommitmentPolicy.RequireEncryptRequireDecrypt).build();

    Object obey(String call, Map<String, JsonNode> with) {
        KmsMasterKeyProvider keys = KmsMasterKeyProvider.builder().buildStrict(with.get("KeyId").asString());
        byte[] data = Base64.getDecoder().decode(with.get("Data").asString());
        if (call.equals("Encrypt")) {
            Map<String, String> context = new HashMap<>();
            with.get("EncryptionContext").asObject().forEach((name, value) -> context.put(name, value.asString()));
            var sealed = crypto.encryptData(keys, data, context);
            return Map.of("Data", SdkBytes.fromByteArray(sealed.getResult()));
        }
        var opened = crypto.decryptData(keys, data);
        return Map.of(
                "Data", SdkBytes.fromByteArray(opened.getResult()), "EncryptionContext", opened.getEncryptionContext());
    }
}
