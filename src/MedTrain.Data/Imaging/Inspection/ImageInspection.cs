namespace MedTrain.Data.Imaging.Inspection;

/// <summary>What is known about one image file or series after reading it whole.</summary>
/// <param name="Path">How it is named: as typed, or as <see cref="Privacy.FoundPath"/> shows it.</param>
/// <param name="Image">The image; null when it cannot be read.</param>
/// <param name="Error">Why it cannot be read; null when it can.</param>
public sealed record ImageInspection(string Path, InspectedImage? Image, string? Error);

/// <summary>An image without its voxels.</summary>
/// <param name="Geometry">Size, spacing, origin, direction; LPS mm.</param>
/// <param name="Header">What the file says, with statistics of its values.</param>
/// <param name="Steps">What reading did to the stored values.</param>
/// <param name="Warnings">What a person should know, one sentence each.</param>
public sealed record InspectedImage(Geometry Geometry, ImageHeader Header, IReadOnlyList<string> Steps, IReadOnlyList<string> Warnings);
