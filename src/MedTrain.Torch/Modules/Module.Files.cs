using System.Text;
using MedTrain.Torch.Weights;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <content>The state of a module in TorchSharp's own file format (<c>.dat</c>).</content>
        public partial class Module
        {
            /// <summary>Writes all parameters and persistent buffers to a file.</summary>
            /// <param name="location">The file; replaced if it exists.</param>
            /// <param name="skip">Paths to leave out.</param>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Writes all parameters and persistent buffers to a stream, which stays open.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            /// <summary>Writes all parameters and persistent buffers.</summary>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes named tensors as <see cref="save(BinaryWriter, IList{string})"/> does.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var left = new HashSet<string>(skip ?? []);
                var written = sd.Where(entry => !left.Contains(entry.Key)).ToList();
                writer.Write7BitEncodedInt64(written.Count);
                foreach (var (key, tensor) in written)
                {
                    writer.Write(key);
                    using var dense = tensor.detach().contiguous();
                    dense.Save(writer);
                }
            }

            /// <summary>Copies the values of a file that <see cref="save(string, IList{string})"/> wrote into the parameters and
            /// buffers.</summary>
            /// <param name="location">The file.</param>
            /// <param name="strict">Refuse when a path is missing on either side.</param>
            /// <param name="skip">Paths to leave alone.</param>
            /// <param name="loadedParameters">Receives each of the module's paths: whether the file had it.</param>
            /// <exception cref="WeightsFileException">The file is damaged.</exception>
            /// <exception cref="InvalidOperationException">Paths or shapes do not match; nothing has been copied then.</exception>
            public virtual Module load(
                string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var file = WeightsFile.Guarded(location, () => TorchSharpState.Read(location));
                return Take(file, strict, skip, loadedParameters);
            }

            /// <summary>The same from a stream, which stays open.</summary>
            /// <exception cref="InvalidDataException">The stream is damaged.</exception>
            public Module load(
                Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>The same from a reader.</summary>
            /// <exception cref="InvalidDataException">The data is damaged.</exception>
            public virtual Module load(
                BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var scope = NewDisposeScope();
                return Take(TorchSharpState.Read(reader), strict, skip, loadedParameters);
            }

            private Module Take(WeightsFile file, bool strict, IList<string>? skip, Dictionary<string, bool>? loadedParameters)
            {
                load_state_dict(new Dictionary<string, Tensor>(file.Tensors), strict, skip);
                if (loadedParameters is not null)
                {
                    foreach (var key in state_dict().Keys)
                    {
                        loadedParameters[key] = file.Tensors.ContainsKey(key) && skip?.Contains(key) != true;
                    }
                }

                return this;
            }
        }
    }
}
