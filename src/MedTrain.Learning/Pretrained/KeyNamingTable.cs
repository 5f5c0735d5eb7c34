using System.Text.RegularExpressions;
using MedTrain.Learning.Models;

namespace MedTrain.Learning.Pretrained;

/// <summary>
/// How published weights files name their tensors where that differs from a network of the table. Without a name in the config the naming
/// under which most of a network's tensors are found is taken; the first of equals.
/// </summary>
public static partial class KeyNamingTable
{
    private const int TransformerStages = 4;

    /// <summary>The namings; the first leaves names as they are.</summary>
    public static IReadOnlyList<KeyNaming> Rows { get; } =
    [
        new("same", "names as the network has them", (key, _) => key),
        new("chexnet", "a DenseNet with a sequential head (CheXNet)", Rules((SequentialHead(), "$1classifier.$2"))),
        new("to-chexnet", "a plain DenseNet for CheXNet", Rules((PlainHead(), "$1classifier.0.$2"))),
        new("monai-densenet", "MONAI's DenseNet", Rules((MonaiDenseLayer(), "$1."), (MonaiHead(), "classifier."))),
        new("to-monai-densenet", "a DenseNet of torchvision for MONAI's",
            Rules((DenseLayer(), "$1layers."), (DenseHead(), "class_layers.out."))),
        new("clinicadl", "ClinicaDL's and AD-DL's CNNs, either for the other", FeaturesAndClassifier),
        new("autoencoder", "the encoder of a convolutional autoencoder, for the CNN it was trained for", Encoder)
        {
            Lacks = LacksClassifier,
        },
        new("timm-vit", "timm's vision transformers for torchvision's", Rules(TimmToTorchvisionVit)),
        new("torchvision-vit", "torchvision's vision transformers for timm's", Rules(TorchvisionToTimmVit)),
        new("timm-convnext", "timm's ConvNeXt for torchvision's", Rules(TimmToTorchvisionConvNext())),
        new("torchvision-convnext", "torchvision's ConvNeXt for timm's", Rules(TorchvisionToTimmConvNext())),
        new("timm-swin", "timm's Swin transformers for torchvision's", Rules(TimmToTorchvisionSwin())),
        new("torchvision-swin", "torchvision's Swin transformers for timm's", Rules(TorchvisionToTimmSwin())),
    ];

    private static (Regex, string)[] TimmToTorchvisionVit =>
    [
        (new("^cls_token$"), "class_token"),
        (new("^pos_embed$"), "encoder.pos_embedding"),
        (new(@"^patch_embed\.proj\."), "conv_proj."),
        (new(@"^blocks\.(\d+)\."), "encoder.layers.encoder_layer_$1."),
        (new(@"\.norm(\d)\."), ".ln_$1."),
        (new(@"\.attn\.qkv\."), ".self_attention.in_proj_"),
        (new(@"\.attn\.proj\."), ".self_attention.out_proj."),
        (new(@"\.mlp\.fc1\."), ".mlp.0."),
        (new(@"\.mlp\.fc2\."), ".mlp.3."),
        (new(@"^norm\."), "encoder.ln."),
        (new(@"^head\."), "heads.head."),
    ];

    private static (Regex, string)[] TorchvisionToTimmVit =>
    [
        (new("^class_token$"), "cls_token"),
        (new(@"^encoder\.pos_embedding$"), "pos_embed"),
        (new(@"^conv_proj\."), "patch_embed.proj."),
        (new(@"^encoder\.layers\.encoder_layer_(\d+)\."), "blocks.$1."),
        (new(@"\.ln_(\d)\."), ".norm$1."),
        (new(@"\.self_attention\.in_proj_"), ".attn.qkv."),
        (new(@"\.self_attention\.out_proj\."), ".attn.proj."),
        (new(@"\.mlp\.0\."), ".mlp.fc1."),
        (new(@"\.mlp\.3\."), ".mlp.fc2."),
        (new(@"^encoder\.ln\."), "norm."),
        (new(@"^heads\.head\."), "head."),
    ];

    /// <summary>What every file's names go through first: prefixes of wrappers, and names that were changed since the file was
    /// published.</summary>
    public static string Modern(string key) => OldTransformerMlp().Replace(
        OldDenseLayer().Replace(WrapperPrefix().Replace(key, ""), "$1$2"), match => match.Groups[1].Value == "1" ? "mlp.0." : "mlp.3.");

    // torchvision counts stages with the downsampling between them, timm counts stages.
    private static (Regex, string)[] TimmToTorchvisionConvNext() =>
    [
        (new(@"^stem\.([01])\."), "features.0.$1."),
        .. Enumerable.Range(0, TransformerStages).SelectMany(i => new (Regex, string)[]
        {
            (new($@"^stages\.{i}\.downsample\.([01])\."), $"features.{2 * i}.$1."),
            (new($@"^stages\.{i}\.blocks\.(\d+)\."), $"features.{(2 * i) + 1}.$1."),
        }),
        (new(@"\.conv_dw\."), ".block.0."),
        (new(@"^(features\.[1357]\.\d+)\.norm\."), "$1.block.2."),
        (new(@"\.mlp\.fc1\."), ".block.3."),
        (new(@"\.mlp\.fc2\."), ".block.5."),
        (new(@"\.gamma$"), ".layer_scale"),
        (new(@"^head\.norm\."), "classifier.0."),
        (new(@"^head\.fc\."), "classifier.2."),
    ];

    private static (Regex, string)[] TorchvisionToTimmConvNext() =>
    [
        (new(@"^features\.0\.([01])\."), "stem.$1."),
        .. Enumerable.Range(0, TransformerStages).SelectMany(i => new (Regex, string)[]
        {
            (new($@"^features\.{2 * i}\.([01])\."), $"stages.{i}.downsample.$1."),
            (new($@"^features\.{(2 * i) + 1}\.(\d+)\."), $"stages.{i}.blocks.$1."),
        }),
        (new(@"\.block\.0\."), ".conv_dw."),
        (new(@"\.block\.2\."), ".norm."),
        (new(@"\.block\.3\."), ".mlp.fc1."),
        (new(@"\.block\.5\."), ".mlp.fc2."),
        (new(@"\.layer_scale$"), ".gamma"),
        (new(@"^classifier\.0\."), "head.norm."),
        (new(@"^classifier\.2\."), "head.fc."),
    ];

    private static (Regex, string)[] TimmToTorchvisionSwin() =>
    [
        (new(@"^patch_embed\.proj\."), "features.0.0."),
        (new(@"^patch_embed\.norm\."), "features.0.2."),
        .. Enumerable.Range(0, TransformerStages).SelectMany(i => new (Regex, string)[]
        {
            (new($@"^layers\.{i}\.downsample\."), $"features.{2 * i}."),
            (new($@"^layers\.{i}\.blocks\.(\d+)\."), $"features.{(2 * i) + 1}.$1."),
        }),
        (new(@"\.mlp\.fc1\."), ".mlp.0."),
        (new(@"\.mlp\.fc2\."), ".mlp.3."),
        (new(@"^head\.fc\."), "head."),
    ];

    private static (Regex, string)[] TorchvisionToTimmSwin() =>
    [
        (new(@"^features\.0\.0\."), "patch_embed.proj."),
        (new(@"^features\.0\.2\."), "patch_embed.norm."),
        .. Enumerable.Range(0, TransformerStages).SelectMany(i => new (Regex, string)[]
        {
            (new($@"^features\.{(2 * i) + 1}\.(\d+)\."), $"layers.{i}.blocks.$1."),
            (new($@"^features\.{2 * i}\."), $"layers.{i}.downsample."),
        }),
        (new(@"\.mlp\.0\."), ".mlp.fc1."),
        (new(@"\.mlp\.3\."), ".mlp.fc2."),
        (new(@"^head\."), "head.fc."),
    ];

    private static Func<string, NetworkAnatomy, string?> Rules(params (Regex Pattern, string Replacement)[] rules) =>
        (key, _) => rules.Aggregate(key, (name, rule) => rule.Pattern.Replace(name, rule.Replacement));

    private static string First(string path) => path.Split('.')[0];

    private static string FeaturesAndClassifier(string key, NetworkAnatomy anatomy) => First(key) switch
    {
        "features" or "convolutions" => First(anatomy.FirstLayer) + key[First(key).Length..],
        "classifier" or "fc" => First(anatomy.Head) + key[First(key).Length..],
        _ => key,
    };

    private static string? Encoder(string key, NetworkAnatomy anatomy) => First(key) switch
    {
        "encoder" => First(anatomy.FirstLayer) + key["encoder".Length..],
        "decoder" => null,
        _ => key,
    };

    private static bool LacksClassifier(string key, NetworkAnatomy anatomy) => First(key) == First(anatomy.Head);

    /// <summary>Files saved from PyTorch's DataParallel or after <c>torch.compile</c>.</summary>
    [GeneratedRegex(@"^(?:module\.|_orig_mod\.)+")]
    private static partial Regex WrapperPrefix();

    /// <summary>torchvision's published DenseNets of 2017 write <c>norm.1</c> for <c>norm1</c>.</summary>
    [GeneratedRegex(@"^(.*denselayer\d+\.(?:layers\.)?(?:norm|conv))\.([12]\..+)$")]
    private static partial Regex OldDenseLayer();

    /// <summary>torchvision's published vision transformers write <c>mlp.linear_1</c> for <c>mlp.0</c>.</summary>
    [GeneratedRegex(@"\bmlp\.linear_([12])\.")]
    private static partial Regex OldTransformerMlp();

    [GeneratedRegex(@"^(|.*\.)classifier\.0\.(weight|bias)$")]
    private static partial Regex SequentialHead();

    [GeneratedRegex(@"^(|.*\.)classifier\.(weight|bias)$")]
    private static partial Regex PlainHead();

    [GeneratedRegex(@"^(.*denselayer\d+)\.layers\.")]
    private static partial Regex MonaiDenseLayer();

    [GeneratedRegex(@"^class_layers\.out\.")]
    private static partial Regex MonaiHead();

    [GeneratedRegex(@"^(.*denselayer\d+\.)(?!layers\.)")]
    private static partial Regex DenseLayer();

    [GeneratedRegex(@"^classifier\.(?=weight$|bias$)")]
    private static partial Regex DenseHead();
}
