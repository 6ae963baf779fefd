"""Arrays as NumPy itself saves them, for npy.test.ts. Run with python3 (numpy 1.24) in this folder."""

import numpy as np

images = (np.arange(4 * 5 * 6 * 3) * 7 % 256).astype(np.uint8).reshape(4, 5, 6, 3)
np.save("bytes.npy", images)
np.save("floats-big-endian.npy", (images[..., 0] / 255).astype(">f8"))
np.save("fortran.npy", np.asfortranarray(images.astype(np.float32) / 127.5 - 1))
np.save("channels-first.npy", images.transpose(0, 3, 1, 2).copy())
np.save("objects.npy", np.array([{"a": 1}, None], dtype=object), allow_pickle=True)
np.save("records.npy", np.zeros(3, dtype=[("x", "f4"), ("y", "f4")]))
np.save("complex.npy", np.zeros((3, 2), dtype=np.complex64))
points = np.stack([np.arange(6), -np.arange(6)], axis=1)
np.save("points.npy", points.astype(np.int64))
broken = images.astype(np.float32)
broken[2, 1, 0, 2] = np.nan
np.save("nan.npy", broken)
np.savez_compressed("several.npz", x_train=images, y_train=np.arange(4), other=points)
np.savez("two.npz", first=points, second=points)
