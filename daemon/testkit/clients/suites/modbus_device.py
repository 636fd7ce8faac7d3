"""A device of pymodbus: python modbus_device.py tcp PORT | rtu PATH [baud]. Its registers never change."""

import struct
import sys

from pymodbus.datastore import ModbusDeviceContext, ModbusSequentialDataBlock, ModbusServerContext
from pymodbus.framer import FramerType
from pymodbus.server import StartSerialServer, StartTcpServer

UNIT = 17


def words(form, *values):
    return list(struct.unpack(f">{struct.calcsize('>' + form) // 2}H", struct.pack(">" + form, *values)))


def holdings():
    registers = [0] * 400
    registers[10:11] = words("h", -213)
    registers[11:12] = words("H", 65_535)
    registers[12:14] = words("I", 4_000_000_000)
    # The lowest word first.
    registers[14:16] = reversed(words("i", -2_000_000_000))
    registers[16:18] = words("f", 21.1)
    registers[18:22] = reversed(words("d", 3.141592653589793))
    registers[300:304] = words("8s", b"P-7 \xc3\xbc\x00\x00")
    return registers


def context():
    # pymodbus counts from one where the protocol counts from zero.
    block = ModbusSequentialDataBlock
    bits = [True, False, False, True, True, False, True, False, True, True]
    device = ModbusDeviceContext(
        hr=block(1, holdings()), ir=block(1, [7, 0, 1]), co=block(1, bits), di=block(1, [not bit for bit in bits])
    )
    return ModbusServerContext(devices={UNIT: device}, single=False)


if sys.argv[1] == "tcp":
    StartTcpServer(context(), address=("127.0.0.1", int(sys.argv[2])))
else:
    StartSerialServer(context(), port=sys.argv[2], framer=FramerType.RTU, baudrate=19_200)
