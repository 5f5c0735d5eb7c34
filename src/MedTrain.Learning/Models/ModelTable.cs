using MedTrain.Data;

namespace MedTrain.Learning.Models;

/// <summary>Every network that a config can name. To add a family: write its file and add its rows here.</summary>
public static class ModelTable
{
    /// <summary>The networks, family by family.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        .. SimpleCnn.Rows,
        .. ResNet.Rows,
        .. DenseNet.Rows,
        .. ConvNeXt.Rows,
        .. VisionTransformer.Rows,
        .. SwinTransformer.Rows,
        .. SubjectCnn.Rows,
        .. SubjectAutoencoder.Rows,
        .. Sfcn.Rows,
        .. UNet.Rows,
        .. BrainUNet.Rows,
        .. SegNet.Rows,
        .. LeNet.Rows,
        .. LeNetOf1998.Rows,
        .. AlexNet.Rows,
        .. Vgg.Rows,
        .. GoogLeNet.Rows,
        .. GoogLeNetOf2014.Rows,
        .. InceptionV3.Rows,
        .. InceptionV4.Rows,
        .. InceptionResNetV2.Rows,
        .. SqueezeNet.Rows,
        .. Xception.Rows,
        .. AlignedXception.Rows,
        .. Perceptron.Rows,
        .. LinearModel.Rows,
        .. MobileNetV2.Rows,
        .. MobileNetV3.Rows,
        .. MnasNet.Rows,
        .. ShuffleNetV2.Rows,
        .. EfficientNet.Rows,
        .. TimmEfficientNet.Rows,
        .. NasNet.Rows,
        .. RegNet.Rows,
        .. DualPathNetwork.Rows,
        .. CspNet.Rows,
        .. VideoResNet.Rows,
        .. NfNet.Rows,
        .. CompactTransformer.Rows,
        .. MaxVit.Rows,
        .. CoAtNet.Rows,
        .. SubjectResNet.Rows,
        .. GeneratorUNet.Rows,
        .. GlobalLocalTransformer.Rows,
        .. FiaNet.Rows,
        .. DeepBrainNet.Rows,
        .. Fcn.Rows,
        .. FcnResNet.Rows,
        .. MonaiUNet.Rows,
        .. MonaiAutoencoder.Rows,
        .. BasicUNet.Rows,
        .. VNet.Rows,
        .. VariationalAutoencoder.Rows,
        .. SliceRecurrent.Rows,
        .. AnatomyHybrid.Rows,
    ];

    /// <summary>The names, in the table's order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Rows.Select(row => row.Name)];

    /// <summary>The network of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message has the nearest names.</exception>
    public static ModelRow Find(string name) => Rows.FirstOrDefault(row => row.Name == name)
        ?? throw new ArgumentException($"There is no model \"{name}\": {NearestName.Advice(name, Names)}; 'medtrain models list' shows them all.", nameof(name));
}
